import { html, type HtmlPage, htmlPage, type SafeHtml } from '../../foundation/index.js';
import { sandboxNotice } from './sandbox-notice.js';
import { wire } from './wire.js';

export interface SignedOutView {
  readonly publicUrl: URL;
  readonly sandboxUrl: URL | undefined;
}

/** What a visitor sees: what this is, the way in, and what a developer does next. */
export function signedOutPage({ publicUrl, sandboxUrl }: SignedOutView): HtmlPage {
  const body = html`<h1>Your app’s way into LiveChat</h1>
    <p class="lede">
      An agent signs in once, and this server keeps the organization’s tokens encrypted and fresh. Your front
      end and your servers call LiveChat through <code>/livechat/*</code> here, and never see a token.
    </p>
    <p class="actions"><a class="button" href="/auth/livechat">Sign in with LiveChat</a></p>
    ${sandboxUrl && sandboxNotice(sandboxUrl)} ${wire('open', sandboxUrl)} ${nextSteps(publicUrl)}`;
  return htmlPage({ title: 'Sign in with LiveChat', body });
}

function nextSteps(publicUrl: URL): SafeHtml {
  return html`<section class="section" aria-labelledby="next">
    <h2 id="next">What you do next</h2>
    <ol class="steps">
      <li>
        <p><strong>Sign in.</strong> This page then shows the connection and makes a first call with it.</p>
      </li>
      <li>
        <p><strong>Call LiveChat from your page.</strong> The session cookie is all it needs.</p>
        <pre class="code wrap"><code>${FROM_A_PAGE}</code></pre>
      </li>
      <li>
        <p><strong>Call it from your server.</strong> Make an API key, and send it as the bearer token.</p>
        <pre class="code wrap"><code>${fromAServer(publicUrl)}</code></pre>
        <p>
          LiveChat’s own SDKs work too, with this host and <code>/livechat</code> as their API URL and the key
          as their token.
        </p>
      </li>
    </ol>
  </section>`;
}

const FROM_A_PAGE = `const reply = await fetch('/livechat/agent/action/list_chats', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{}',
});`;

function fromAServer(publicUrl: URL): string {
  return `npx livechat-app keys create --role caller

curl '${publicUrl.origin}/livechat/agent/action/list_chats' \\
  -H 'Authorization: Bearer <your API key>' \\
  -H 'LiveChat-Organization-Id: <organization id>' \\
  -H 'Content-Type: application/json' \\
  -d '{}'`;
}
