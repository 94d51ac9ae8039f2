import { URLSearchParams } from 'node:url';
import { request } from 'undici';

/** Signs in the way a browser does, clicking Allow on the sandbox's consent page; returns the session's cookie. */
export async function signIn(origin) {
  const start = await visit(`${origin}/auth/livechat`);
  const consent = new URL(start.location);
  const allowed = await visit(`${consent.origin}/consent`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ query: consent.search.slice(1), decision: 'allow' }).toString(),
  });
  const callback = await visit(allowed.location, { headers: { cookie: start.cookie } });
  const session = await request(`${origin}/auth/session`, {
    headers: { cookie: callback.cookie, accept: 'application/json' },
  });
  const { organizationId } = await session.body.json();
  return { cookie: callback.cookie, organizationId };
}

async function visit(url, options) {
  const answer = await request(url, options);
  const text = await answer.body.text();
  const { location } = answer.headers;
  if (!location)
    throw new Error(`${url.split('?')[0]} answered ${answer.statusCode} instead of a redirect: ${text}`);
  return { location, cookie: cookiesOf(answer) };
}

/** The cookies that an answer sets; those it deletes have no value. */
function cookiesOf({ headers }) {
  const lines = [headers['set-cookie'] ?? []].flat();
  const pairs = lines.map((line) => line.split(';', 1)[0]);
  return pairs.filter((pair) => !pair.endsWith('=')).join('; ');
}
