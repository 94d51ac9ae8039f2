import type { Core } from '../core.js';
import { markup, type Html } from '../http/html.js';
import type { RecordedRequest } from '../requests/recorded-request.js';
import { maskSecrets } from './control-json.js';

const SHOWN = 40;

function statusOf({ status, clientGone }: RecordedRequest): Html {
  if (status === undefined)
    return markup`<span class="bad">${clientGone ? 'caller left' : 'no answer'}</span>`;
  return markup`<span class="${status < 400 ? 'good' : 'bad'}">${status}</span>`;
}

function row(request: RecordedRequest, { directory }: Core): Html {
  const { at, method, url, accountId, grantType, faults } = request;
  const notes = [grantType, ...faults].filter((note) => note !== undefined).join(', ');
  return markup`<tr>
    <td>${new Date(at).toISOString().slice(11, 23)}</td>
    <td>${method}</td>
    <td class="breaks"><code>${maskSecrets(url)}</code></td>
    <td>${statusOf(request)}</td>
    <td>${directory.findAgent(accountId ?? '')?.name ?? '–'}</td>
    <td>${notes}</td>
  </tr>`;
}

/** The latest requests, newest first, with tokens masked. */
export function requestsSection(core: Core): Html {
  const latest = core.requests.all.slice(-SHOWN).reverse();
  const table = markup`<div class="wide" tabindex="0" role="region" aria-label="Requests table">
      <table>
        <thead>
          <tr>
            <th scope="col">Time (UTC)</th>
            <th scope="col">Method</th>
            <th scope="col">URL</th>
            <th scope="col">Status</th>
            <th scope="col">Account</th>
            <th scope="col">Notes</th>
          </tr>
        </thead>
        <tbody>
          ${latest.map((it) => row(it, core))}
        </tbody>
      </table>
    </div>
    <form method="post" action="/_sandbox/actions/clear-requests">
      <button>Forget them</button>
    </form>`;
  return markup`<section aria-labelledby="requests">
    <h2 id="requests">What LiveChat saw</h2>
    ${latest.length === 0 ? markup`<p class="quiet">No request yet.</p>` : table}
  </section>`;
}
