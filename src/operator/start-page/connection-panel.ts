import { html, type SafeHtml } from '../../foundation/index.js';
import type { ConnectedView } from './connected-view.js';
import type { HealthWords } from './health-words.js';
import { distanceInWords, exactTime } from './time-words.js';

/** The facts of a connection, and the two ways to end it. */
export function connectionPanel(view: ConnectedView, words: HealthWords): SafeHtml {
  const { grant, summary } = view;
  return html`<section class="panel" aria-labelledby="connection">
    <h2 id="connection">Connection</h2>
    <dl class="facts">
      ${fact('Health', html`<span class="health ${words.tone}">${words.label}</span>`)}
      ${fact('Organization', html`<code>${grant.organizationId}</code>`)}
      ${fact('Account', html`<code>${grant.accountId}</code>`)} ${fact('Access token', expiry(view))}
      ${summary.region !== undefined && fact('Region', html`<code>${summary.region}</code>`)}
      ${fact('Scopes', scopeList(summary.scopes))}
    </dl>
    <div class="actions">
      <button class="button quiet small" type="button" data-sign-out>Sign out</button>
      <button class="button quiet small" type="button" data-disconnect>Disconnect LiveChat</button>
    </div>
    <p class="hint" aria-live="polite" data-ending>
      Signing out ends this browser’s session. Disconnecting also revokes the tokens at LiveChat.
    </p>
  </section>`;
}

function fact(term: string, description: SafeHtml): SafeHtml {
  return html`<div>
    <dt>${term}</dt>
    <dd>${description}</dd>
  </div>`;
}

function expiry({ summary, nowMs }: ConnectedView): SafeHtml {
  const isOver = summary.expiresAt <= nowMs;
  return html`${isOver ? 'Expired' : 'Expires'} ${distanceInWords(nowMs, summary.expiresAt)} <br /><time
      class="exact"
      datetime="${new Date(summary.expiresAt).toISOString()}"
      >${exactTime(summary.expiresAt)}</time
    >`;
}

function scopeList(scopes: readonly string[]): SafeHtml {
  if (scopes.length === 0) return html`none`;
  return html`<ul class="scopes">
    ${scopes.map((scope) => html`<li><code>${scope}</code></li>`)}
  </ul>`;
}
