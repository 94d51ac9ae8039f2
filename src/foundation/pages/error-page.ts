import type { NextStep } from '../errors/app-error.js';
import { type HtmlPage, htmlPage } from './html-page.js';
import { html } from './safe-html.js';

export interface ErrorPageContent {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  readonly nextStep?: NextStep;
}

const START_PAGE: NextStep = { label: 'Go to the start page', href: '/' };

/** What a person sees when something failed: what happened, one thing to do next, and what to quote when asking for help. */
export function errorPage({
  status,
  code,
  message,
  requestId,
  nextStep = START_PAGE,
}: ErrorPageContent): HtmlPage {
  const title = headingFor(status);
  const body = html`<p class="status-code">${status}</p>
    <h1>${title}</h1>
    <p class="lede">${message}</p>
    <p class="actions"><a class="button" href="${safeHref(nextStep.href)}">${nextStep.label}</a></p>
    <dl class="trace">
      <div>
        <dt>Code</dt>
        <dd><code>${code}</code></dd>
      </div>
      <div>
        <dt>Request id</dt>
        <dd><code>${requestId}</code></dd>
      </div>
    </dl>`;
  return htmlPage({ title, body, status });
}

/** A link that leaves the page as a link: a path of ours or an http(s) address, nothing that runs. */
function safeHref(href: string): string {
  return /^(?:\/(?![/\\])|https?:\/\/)/i.test(href) ? href : START_PAGE.href;
}

function headingFor(status: number): string {
  return HEADINGS[status] ?? (status < 500 ? 'This request was refused' : 'Something went wrong here');
}

const HEADINGS: Readonly<Record<number, string>> = {
  400: 'This request cannot be answered',
  401: 'Sign in first',
  403: 'That is not allowed',
  404: 'Page not found',
  405: 'That method does not work here',
  409: 'That does not fit together',
  410: 'That is over',
  413: 'That is too large',
  429: 'Too many tries in a short time',
  502: 'The other side did not answer',
  503: 'Not available right now',
  504: 'The other side took too long',
};
