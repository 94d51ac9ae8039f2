import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';

import { ApiKeys } from '../api-keys/api-keys.js';
import type { WantedApiKey } from '../api-keys/api-key.js';
import { startAuthApp } from '../testing/auth-app.js';
import { ORGANIZATION } from '../testing/fake-tokens.js';
import { Callers } from './callers.js';

async function keyOfConnectedOrganization(wanted: Partial<WantedApiKey>) {
  const auth = await startAuthApp();
  await auth.signIn();
  const keys = auth.app.get(ApiKeys);
  const { key, id } = await keys.create({ role: 'caller', organizationId: ORGANIZATION, ...wanted });
  const ask = (bearer: string) => {
    const headers = { accept: 'application/json', authorization: `Bearer ${bearer}` };
    return auth.browser().go('/auth/session', { headers });
  };
  return { auth, key, id, ask };
}

describe('a caller whose key has expired', () => {
  it('is told so, and nobody else is', async () => {
    const { auth, key, id, ask } = await keyOfConnectedOrganization({ expiresInMs: 60_000 });
    expect((await ask(key)).status).toBe(200);
    await auth.clock.advance(60_000);

    const holder = await ask(key);
    const guesser = await ask(`lcab_${id}_${'A'.repeat(43)}`);

    for (const answer of [holder, guesser]) {
      expect([answer.status, answer.json().reason]).toEqual([401, 'not_signed_in']);
      expect(answer.json().reconnect_url).toBe('http://localhost:3000/auth/livechat');
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
    expect(holder.text).toContain('This API key has expired.');
    expect(guesser.text).not.toContain('expired');
  });
});

describe('a caller whose key has a list of actions', () => {
  it('carries the list, compiled once, whether memory knows the key or not', async () => {
    const allow = ['agent/action/list_*'];
    const { auth, key } = await keyOfConnectedOrganization({ allow });
    const callers = auth.app.get(Callers);
    const request = {
      method: 'GET',
      headers: { authorization: `Bearer ${key}` },
      raw: { rawHeaders: [] },
    } as unknown as FastifyRequest;

    const found = await callers.require(request);
    const known = callers.known(request);

    expect(found.allowed?.patterns).toEqual(allow);
    expect(known?.allowed).toBe(found.allowed);
  });
});
