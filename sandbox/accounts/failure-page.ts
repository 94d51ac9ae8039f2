import type { Answer } from '../http/answer.js';
import { markup, type Html } from '../http/html.js';
import { pageAnswer } from '../http/page.js';

const MEANINGS: Readonly<Record<string, string>> = {
  client_id_not_found:
    'No app with this client id is registered. Look at the client ids on the sandbox’s page.',
  redirect_uri_not_set: 'The app sent no redirect_uri.',
  invalid_redirect_uri: 'The redirect_uri is not among those registered for this app.',
  too_many_redirects: 'This account was sent to this app more than 3 times in 30 s. Wait half a minute.',
  access_denied: 'The agent did not allow the app to use LiveChat.',
  invalid_scope: 'The app asked for a scope that it is not configured with, or that this agent cannot grant.',
  unsupported_response_type: 'The response_type must be code or token.',
  unauthorized: 'This agent does not belong to the organization that was chosen.',
};

function row(name: string, value: string | null): Html | undefined {
  return value === null
    ? undefined
    : markup`<dt>${name}</dt>
        <dd><code>${value}</code></dd>`;
}

/** Where LiveChat leaves a browser whose sign-in failed: usually the app never hears of it. */
export function failurePage(query: URLSearchParams): Answer {
  const exception = query.get('oauth_exception') ?? query.get('identity_exception') ?? '';
  const details = query.get('exception_details');
  const meaning = MEANINGS[details ?? ''] ?? MEANINGS[exception] ?? 'The authorization request is not valid.';
  const body = markup`<main class="narrow">
    <p class="badge">LiveChat sandbox</p>
    <div class="card">
      <h1>Ooops. Signing in did not work.</h1>
      <p>${meaning}</p>
      <dl>
        ${row('oauth_exception', query.get('oauth_exception'))}${row('identity_exception', query.get('identity_exception'))}${row('exception_details', details)}
      </dl>
    </div>
    <p class="quiet small">
      LiveChat does not tell the app about this. <a href="/_sandbox/">What the sandbox sees</a>
    </p>
  </main>`;
  return pageAnswer({ title: 'Signing in did not work', body });
}
