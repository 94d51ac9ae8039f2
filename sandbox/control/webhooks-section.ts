import type { Core } from '../core.js';
import { markup, type Html } from '../http/html.js';
import type { WebhookDelivery } from '../webhooks/delivery.js';
import { LIFECYCLE_EVENTS } from '../webhooks/lifecycle.js';

const SHOWN = 20;

function delivered({ body, url, attempts, state }: WebhookDelivery): Html {
  const name = String(body['action'] ?? body['event']);
  return markup`<tr>
    <th scope="row">${name}</th>
    <td class="breaks"><code>${url}</code></td>
    <td>${state}</td>
    <td>${attempts.join(', ')}</td>
  </tr>`;
}

function deliveriesTable(deliveries: readonly WebhookDelivery[]): Html {
  if (deliveries.length === 0) return markup`<p class="quiet">No webhook was sent yet.</p>`;
  return markup`<div class="wide" tabindex="0" role="region" aria-label="Deliveries table">
    <table>
      <thead>
        <tr>
          <th scope="col">Webhook</th>
          <th scope="col">To</th>
          <th scope="col">State</th>
          <th scope="col">Answers</th>
        </tr>
      </thead>
      <tbody>
        ${deliveries.slice(-SHOWN).reverse().map(delivered)}
      </tbody>
    </table>
  </div>`;
}

/** Webhooks that were sent, and a form for app lifecycle webhooks. */
export function webhooksSection({ webhooks, directory }: Core): Html {
  const count = webhooks.registrations.length;
  const organizations = directory.organizations.map(
    ({ id, name }) => markup`<option value="${id}">${name}</option>`,
  );
  const events = LIFECYCLE_EVENTS.map((event) => markup`<option>${event}</option>`);
  return markup`<section aria-labelledby="webhooks">
    <h2 id="webhooks">Webhooks</h2>
    <p class="quiet small">${count} registered. App lifecycle webhooks are not signed, as at LiveChat.</p>
    <form method="post" action="/_sandbox/actions/lifecycle">
      <div class="fields">
        <label>Event<select name="event">
            ${events}
          </select></label>
        <label>Organization<select name="organization">
            ${organizations}
          </select></label>
        <label>URL of the app<input name="url" type="url" required placeholder="http://localhost:3000/…" /></label>
      </div>
      <p><button>Send</button></p>
    </form>
    ${deliveriesTable(webhooks.deliveries)}
  </section>`;
}
