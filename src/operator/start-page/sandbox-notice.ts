import { html, type SafeHtml } from '../../foundation/index.js';

/** Says that nothing here touches a real LiveChat account. */
export function sandboxNotice(sandboxUrl: URL): SafeHtml {
  return html`<p class="notice section">
    LiveChat is the sandbox here: a small LiveChat on this machine with made-up agents and chats. It needs no
    account, and it breaks on demand: <a href="${sandboxUrl.href}">open its control page</a>.
  </p>`;
}
