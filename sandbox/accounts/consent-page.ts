import type { Answer } from '../http/answer.js';
import { markup, type Html } from '../http/html.js';
import { pageAnswer } from '../http/page.js';
import type { SandboxAgent } from '../world/agents.js';
import type { SandboxOrganization } from '../world/organizations.js';
import type { AuthorizationRequest } from './authorization-request.js';

interface ConsentView {
  readonly request: AuthorizationRequest;
  /** The query of the authorization URL: the form sends it back. */
  readonly query: string;
  readonly agents: readonly SandboxAgent[];
  readonly organizations: readonly SandboxOrganization[];
  readonly selected: SandboxAgent | undefined;
}

function agentChoice(agent: SandboxAgent, view: ConsentView): Html {
  const names = view.organizations
    .filter(({ id }) => agent.organizationIds.includes(id))
    .map(({ name }) => name);
  const checked = agent.accountId === view.selected?.accountId ? markup` checked` : undefined;
  return markup`<label class="choice">
    <input type="radio" name="agent" value="${agent.accountId}" required${checked}>
    <span>${agent.name} <span class="badge">${agent.role}</span>
      <small>${agent.email} · ${names.join(', ')}</small></span>
  </label>`;
}

function organizationOption({ id, name, region }: SandboxOrganization, { request }: ConsentView): Html {
  const selected = id === request.organizationId ? markup` selected` : undefined;
  return markup`<option value="${id}" ${selected}>${name} (${region})</option>`;
}

/**
 * Where the answer to the form may lead. Chromium applies `form-action` to every redirect that follows,
 * and the app may go on from its callback to a front end on another port of this machine.
 */
function formTargets({ redirectUri }: AuthorizationRequest): string[] {
  const origin = URL.canParse(redirectUri) ? new URL(redirectUri).origin : 'null';
  const app = origin === 'null' ? `${redirectUri.split(':')[0] ?? ''}:` : origin;
  return [app, 'http://localhost:*', 'http://127.0.0.1:*', 'https://localhost:*', 'https://127.0.0.1:*'];
}

/** The page on which a person chooses who they are and allows or denies. */
export function consentPage(view: ConsentView): Answer {
  const { request, query, agents, organizations } = view;
  const body = markup`<main class="narrow">
    <p class="badge">LiveChat sandbox</p>
    <div class="card">
      <h1>Allow ${request.client.name} to use LiveChat?</h1>
      <p class="quiet">The answer goes to <code>${request.redirectUri}</code></p>
      <form method="post" action="/consent">
        <input type="hidden" name="query" value="${query}" />
        <fieldset>
          <legend>Agent</legend>
          ${agents.map((agent) => agentChoice(agent, view))}
        </fieldset>
        <p>
          <label class="label" for="organization">Organization</label>
          <select id="organization" name="organization">
            <option value="">The agent’s own</option>
            ${organizations.map((organization) => organizationOption(organization, view))}
          </select>
        </p>
        <p class="label" id="scopes">The app will be able to use</p>
        <ul class="scopes" aria-labelledby="scopes">
          ${request.scopes.map((scope) => markup`<li><code>${scope}</code></li>`)}
        </ul>
        <div class="actions">
          <button class="primary" type="submit" name="decision" value="allow">Allow</button>
          <button type="submit" name="decision" value="deny">Deny</button>
        </div>
      </form>
    </div>
    <p class="quiet small">
      Nothing here reaches LiveChat: these agents live in this sandbox only.
      <a href="/_sandbox/">What the sandbox sees</a>
    </p>
  </main>`;
  return pageAnswer({ title: `Allow ${request.client.name}?`, body, formTargets: formTargets(request) });
}
