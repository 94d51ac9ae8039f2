import { html, type SafeHtml } from '../../foundation/index.js';

/** Whether calls get through: not yet, now, or no more. */
export type WireState = 'open' | 'live' | 'broken';

/** Who holds what, from the reader's app to LiveChat. */
export function wire(state: WireState, sandboxUrl: URL | undefined): SafeHtml {
  return html`<ol class="wire ${state}" aria-label="How a call travels">
    <li class="station"><strong>Your app</strong><span>holds a session cookie or an API key</span></li>
    <li class="station here"><strong>This server</strong><span>holds the tokens, encrypted</span></li>
    <li class="station">
      <strong
        >${sandboxUrl ? html`LiveChat, <a href="${sandboxUrl.href}">the sandbox</a>` : 'LiveChat'}</strong
      ><span>${FAR_END[state]}</span>
    </li>
  </ol>`;
}

const FAR_END: Readonly<Record<WireState, string>> = {
  open: 'not connected yet',
  live: 'answers with your account’s data',
  broken: 'does not answer this connection',
};
