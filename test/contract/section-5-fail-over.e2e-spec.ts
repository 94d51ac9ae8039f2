import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';

import { AGENTS, ORGANIZATIONS } from '../../sandbox/index.js';
import type { Answer } from '../support/http.js';
import { startApp } from '../support/start-app.js';

const { alice, bob } = AGENTS;
const { northwind } = ORGANIZATIONS;
const path = '/livechat/agent/action/_echo';
const HOUR = 3_600_000;

const withKey = (key: string, accountId?: string) => ({
  headers: {
    authorization: `Bearer ${key}`,
    ...(accountId !== undefined && { 'LiveChat-Account-Id': accountId }),
  },
});
const reasonOf = (answer: Answer) => answer.json().error.data.reason;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a default grant that dies in a call', () => {
  /** Alice’s grant is the default one and LiveChat has just revoked it; nobody here knows yet. */
  async function startRevoked() {
    const app = await startApp();
    const ofAlice = await app.signIn(alice.accountId);
    await app.signIn(bob.accountId);
    const key = await app.createKey({ organizationId: northwind.id });
    app.sandbox.faults.revoke(alice);
    /** A call with a revoked token has no account. */
    const seen = () => app.sandbox.requests.to('/v3.6/').map(({ accountId, status }) => [accountId, status]);
    return { app, ofAlice, key, seen };
  }

  it('is replaced in that very call for a key that named no account, with the same bytes', async () => {
    const { app, key, seen } = await startRevoked();

    const answer = await app.call(path, { ...withKey(key), method: 'POST', body: '{"n":1}' });

    expect([answer.status, answer.json().bodySha256]).toEqual([200, sha256('{"n":1}')]);
    expect(seen()).toEqual([
      [undefined, 401],
      [bob.accountId, 200],
    ]);
  });

  it('is replaced before anything is sent when its token had expired', async () => {
    const { app, key, seen } = await startRevoked();
    await app.clock.advance(9 * HOUR);

    expect((await app.call(path, withKey(key))).status).toBe(200);
    expect(seen()).toEqual([[bob.accountId, 200]]);
  });

  it('spends the one replay: when the next token had ended too, that is renewed for the next try', async () => {
    const { app, key, seen } = await startRevoked();
    app.sandbox.faults.expire(bob);

    const answers = [await app.call(path, withKey(key)), await app.call(path, withKey(key))];

    expect(answers.map(({ status, headers }) => [status, headers['retry-after']])).toEqual([
      [401, '0'],
      [200, undefined],
    ]);
    expect(seen().map(([, status]) => status)).toEqual([401, 401, 200]);
  });

  it('is not replaced for its own session, nor for a key that names its account', async () => {
    const { app, ofAlice, key, seen } = await startRevoked();

    const answers = [await app.call(path, withKey(key, alice.accountId)), await ofAlice.fetch(path)];

    expect(answers.map((answer) => [answer.status, reasonOf(answer)])).toEqual(
      Array(2).fill([401, 'reauthorization_required']),
    );
    expect(seen()).toHaveLength(1);
  });

  it('is what a key hears of when no other is left', async () => {
    const { app, key, seen } = await startRevoked();
    app.sandbox.faults.revoke(bob);

    await app.call(path, withKey(key));
    const answer = await app.call(path, withKey(key));

    expect([answer.status, reasonOf(answer)]).toEqual([401, 'reauthorization_required']);
    expect(seen().map(([, status]) => status)).toEqual([401, 401]);
  });
});
