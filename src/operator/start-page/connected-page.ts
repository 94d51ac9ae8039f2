import { html, type HtmlPage, htmlPage, type SafeHtml } from '../../foundation/index.js';
import type { ConnectedView } from './connected-view.js';
import { connectedPageScript } from './connected-page.script.js';
import { connectionPanel } from './connection-panel.js';
import { curlFor, type ExampleCall, exampleCallFor, keyCommandFor } from './example-call.js';
import { healthWords, type HealthWords, reconnectPath } from './health-words.js';
import { wire } from './wire.js';

/** What somebody signed in sees: the connection and its health, and a call that works. */
export function connectedPage(view: ConnectedView): HtmlPage {
  const words = healthWords(view.summary.health);
  const call = exampleCallFor(view.summary.scopes);
  const body = html`<h1>${words.heading}</h1>
    ${words.tone !== 'good' && healthNotice(view, words)}
    ${wire(words.tone === 'bad' ? 'broken' : 'live', view.sandboxUrl)}
    <noscript>
      <p class="notice caution section">
        JavaScript is off, so the example call, signing out and disconnecting do not work on this page. The
        <code>curl</code> below does.
      </p>
    </noscript>
    <div class="columns">
      ${connectionPanel(view, words)}
      <div class="stack">${examplePanel(call)} ${terminalPanel(call, view)}</div>
    </div>`;
  return htmlPage({ title: words.heading, body, script: connectedPageScript });
}

function healthNotice({ grant, summary }: ConnectedView, words: HealthWords): SafeHtml {
  const reconnect = reconnectPath(grant.organizationId, words);
  return html`<div class="notice ${words.tone} section">
    <p><strong>${words.label}.</strong> ${summary.cause} ${summary.action}</p>
    ${
      reconnect !== undefined &&
      html`<p class="actions"><a class="button small" href="${reconnect}">Reconnect LiveChat</a></p>`
    }
  </div>`;
}

function examplePanel({ method, path, body }: ExampleCall): SafeHtml {
  return html`<section
    class="panel"
    aria-labelledby="example"
    data-example
    data-method="${method}"
    data-path="${path}"
    data-body="${body}"
  >
    <div class="call-line">
      <h2 id="example">A live call</h2>
      <button class="button quiet small" type="button" data-run>Run again</button>
    </div>
    <p><code>${method} ${path}</code></p>
    <p class="outcome" aria-live="polite" data-outcome>Not run yet.</p>
    <pre class="code answer" tabindex="0" role="region" aria-label="LiveChat’s answer" data-answer></pre>
  </section>`;
}

function terminalPanel(call: ExampleCall, { grant, publicUrl }: ConnectedView): SafeHtml {
  return html`<section class="panel" aria-labelledby="terminal">
    <h2 id="terminal">The same call from your server</h2>
    ${copyable('Make an API key for this organization. It is shown once.', keyCommandFor(grant.organizationId))}
    ${copyable('Send it where LiveChat’s token would go.', curlFor(call, publicUrl))}
  </section>`;
}

function copyable(what: string, command: string): SafeHtml {
  return html`<div class="call-line">
      <p>${what}</p>
      <button class="button quiet small" type="button" data-copy="${command}" hidden>
        Copy<span class="visually-hidden"> the command</span>
      </button>
    </div>
    <pre class="code wrap"><code>${command}</code></pre>`;
}
