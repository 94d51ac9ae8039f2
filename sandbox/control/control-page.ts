import type { Core } from '../core.js';
import type { Answer } from '../http/answer.js';
import { markup, type Html } from '../http/html.js';
import { pageAnswer } from '../http/page.js';
import { faultsSection } from './faults-section.js';
import { requestsSection } from './requests-section.js';
import { webhooksSection } from './webhooks-section.js';

function clientsSection({ clients, origin }: Core): Html {
  const rows = clients.all.map(
    ({ id, name, secrets }) =>
      markup`<tr>
        <td>${name}</td>
        <td class="breaks"><code>${id}</code></td>
        <td class="breaks">
          ${secrets.length === 0 ? 'none: public, PKCE' : secrets.map((secret) => markup`<code>${secret}</code> `)}
        </td>
      </tr>`,
  );
  return markup`<section aria-labelledby="apps">
    <h2 id="apps">Apps</h2>
    <p class="quiet small">
      Accounts URL and API URL: <code>${origin}</code>. The secrets are worth nothing anywhere else.
    </p>
    <div class="wide" tabindex="0" role="region" aria-label="Apps table">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Client id</th>
            <th scope="col">Secret</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

function tokenButtons(accountId: string, name: string): Html {
  return markup`<form method="post" action="/_sandbox/actions/fault" class="inline">
    <input type="hidden" name="account" value="${accountId}" />
    <button class="slim" name="kind" value="expire" aria-label="Expire tokens of ${name}">Expire</button>
    <button class="slim" name="kind" value="revoke" aria-label="Revoke tokens of ${name}">Revoke</button>
  </form>`;
}

function agentsSection({ directory, tokenControls }: Core): Html {
  const rows = directory.agents.map((agent) => {
    const { access, refresh } = tokenControls.alive(agent);
    const names = agent.organizationIds.map((id) => directory.organizationOf(id).name).join(', ');
    return markup`<tr>
      <th scope="row">${agent.name}<br /><span class="small quiet">${agent.role} · ${names}</span></th>
      <td>${access} + ${refresh}</td>
      <td>${tokenButtons(agent.accountId, agent.name)}</td>
    </tr>`;
  });
  return markup`<section aria-labelledby="agents">
    <h2 id="agents">Agents and their tokens</h2>
    <div class="wide" tabindex="0" role="region" aria-label="Agents table">
      <table>
        <thead>
          <tr>
            <th scope="col">Agent</th>
            <th scope="col">Access + refresh</th>
            <th scope="col">End them</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** The sandbox's own page: what is there, what was seen, and what shall go wrong. */
export function controlPage(core: Core): Answer {
  const body = markup`<main>
    <header>
      <h1>LiveChat sandbox</h1>
      <div class="actions">
        <a href="/_sandbox/">Refresh</a>
        <form method="post" action="/_sandbox/actions/reset">
          <button class="slim">Reset everything</button>
        </form>
      </div>
    </header>
    <p class="quiet">
      A small LiveChat for building and testing apps: sign-in, tokens, Agent Chat, Configuration and Reports
      APIs, webhooks, and everything that can go wrong. All that happens here is also at
      <code>/_sandbox/api</code>.
    </p>
    <div class="grid">${clientsSection(core)}${agentsSection(core)}</div>
    ${faultsSection(core)} ${requestsSection(core)} ${webhooksSection(core)}
  </main>`;
  return pageAnswer({ title: 'LiveChat sandbox', body });
}
