import { html, type SafeHtml } from '../../foundation/pages/index.js';

/** Says that nothing here touches a real LiveChat account. */
export function sandboxNotice(sandboxUrl: URL): SafeHtml {
  return html`<p class="notice section">
    LiveChat is the sandbox here: a small LiveChat on this machine, with made-up agents and chats, and no
    account needed. Break things on <a href="${sandboxUrl.href}">its control page</a>.
  </p>`;
}
