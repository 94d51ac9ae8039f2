import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';

import { AGENTS } from '../../dist/sandbox/index.js';
import { createApiKey, startProduct } from '../support/product.js';
import { signIn } from '../support/sign-in.js';
import { organizationIdAt } from './tenants.js';

/** What is done every half minute has been done by then. */
const BACKGROUND_MS = 32_000;
const PATH = '/livechat/agent/action/_status?code=200';

/** A server's life in brief, with every kind of statement it makes: on a database whose statements are explained. */
export async function tour({ env, database, postgres }, sandbox) {
  const server = await startProduct({ ...env, LIVECHAT_API_URL: sandbox.url });
  try {
    const browser = await signedIn(server);
    await signedIn(server); // again: what it replaces is revoked
    await expect(200, server, PATH, browser);
    await postgres.on(database, (client) =>
      client.query('UPDATE grants SET expires_at = 1, generation = generation + 1 WHERE account_id = $1', [
        AGENTS.alice.accountId,
      ]),
    );
    await pause(1_000); // the server has heard of it
    await expect(200, server, PATH, browser);
    await callForOneWhoseTokensAreUnknown(server);
    await pause(BACKGROUND_MS);
    await expect(204, server, '/auth/livechat', { method: 'DELETE', ...browser });
  } finally {
    await server.close();
  }
}

async function signedIn(server) {
  const { cookie } = await signIn(server.url);
  return { headers: { cookie, 'sec-fetch-site': 'same-origin' } };
}

/** LiveChat refuses the call and then the renewal, so that the grant is marked. */
async function callForOneWhoseTokensAreUnknown(server) {
  const authorization = `Bearer ${await createApiKey(server.env)}`;
  const headers = { authorization, 'livechat-organization-id': organizationIdAt(0) };
  await expect(401, server, PATH, { headers });
}

async function expect(status, { url }, path, options) {
  const answer = await request(url + path, options);
  const text = await answer.body.text();
  if (answer.statusCode !== status) throw new Error(`${path} answered ${answer.statusCode}: ${text}`);
}
