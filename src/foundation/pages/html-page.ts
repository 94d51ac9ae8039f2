import { baseStyle } from './base-style.js';
import { componentStyle } from './component-style.js';
import { hashSource, pagePolicy } from './content-security-policy.js';
import { mark } from './mark.js';
import { html, type SafeHtml, trustedHtml } from './safe-html.js';

const SITE_NAME = 'livechat-app-backend';

export interface PageContent {
  readonly title: string;
  readonly body: SafeHtml;
  /** One script, the same text on every request: its hash is computed once. What varies goes into `data-` attributes. */
  readonly script?: string;
  /** From 400 up the page is an error: its title says so, and no menu competes with its one next step. */
  readonly status?: number;
}

/** A whole document, and the Content-Security-Policy to send with it. */
export interface HtmlPage {
  readonly html: string;
  readonly csp: string;
}

const style = baseStyle + componentStyle;
const styleSource = hashSource(style);
const styleBlock = trustedHtml(`<style>${style}</style>`);

/** Lays out a page: landmarks, skip link, our inline style, and a policy that lets nothing else run. */
export function htmlPage({ title, body, script, status = 200 }: PageContent): HtmlPage {
  const isError = status >= 400;
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${isError && 'Error: '}${title} · ${SITE_NAME}</title>
        ${styleBlock}
      </head>
      <body>
        <a class="skip-link" href="#content">Skip to content</a>
        <header class="site-header">
          <a class="brand" href="/">${mark}<span>${SITE_NAME}</span></a
          >${!isError && menu}
        </header>
        <main id="content" tabindex="-1">${body}</main>
        <footer class="site-footer"><p>Access tokens stay on this server. No page shows one.</p></footer>
        ${script !== undefined && scriptBlock(script)}
      </body>
    </html> `;
  return { html: document.toString(), csp: policyFor(script) };
}

/** The headers of a page of ours; it is personal or an error, so nobody keeps it. */
export function pageHeaders(csp: string): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': csp,
    'cache-control': 'no-store',
  };
}

const menu = html`<nav class="site-nav" aria-label="Site">
  <a href="/docs">API reference</a><a href="/health/ready">Health</a>
</nav>`;

const policyWithoutScript = pagePolicy({ styleSource });
const policiesByScript = new Map<string, string>();

function policyFor(script: string | undefined): string {
  if (script === undefined) return policyWithoutScript;
  const known = policiesByScript.get(script);
  if (known !== undefined) return known;
  const policy = pagePolicy({ styleSource, scriptSource: hashSource(script) });
  policiesByScript.set(script, policy);
  return policy;
}

function scriptBlock(script: string): SafeHtml {
  if (/<\/script|<!--/i.test(script))
    throw new Error('A page script must not contain what would end its block');
  return trustedHtml(`<script>${script}</script>`);
}
