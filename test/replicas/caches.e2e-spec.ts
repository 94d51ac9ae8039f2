import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../../sandbox/index.js';
import type { Browser } from '../support/browser.js';
import { writeFromOutside } from '../support/database.js';
import { call } from '../support/http.js';
import { runCommand } from '../support/server-process.js';
import { ECHO, type Replicas, startReplicas } from './support/replicas.js';

const { alice } = AGENTS;
const northwind = ORGANIZATIONS.northwind.id;
const LIMIT_MS = 2_000;

/** How long the other replica goes on answering 200 to what has just ended; it answers it from memory at first. */
async function msUntilRefused(ask: () => Promise<number>, end: () => Promise<unknown>): Promise<number> {
  expect([await ask(), await ask()]).toEqual([200, 200]);
  await end();
  const endedAt = performance.now();
  while ((await ask()) === 200);
  return performance.now() - endedAt;
}

const withSession = (replicas: Replicas, browser: Browser) => async (): Promise<number> => {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { cookie, 'sec-fetch-site': 'same-origin' };
  return (await call(replicas.at(1).url + ECHO, { headers })).status;
};

const withKey = (replicas: Replicas, key: string) => async (): Promise<number> => {
  const headers = { authorization: `Bearer ${key}`, 'livechat-organization-id': northwind };
  return (await call(replicas.at(1).url + ECHO, { headers })).status;
};

/** The connections on which replicas hear of each other's changes break. */
const deafen = (replicas: Replicas) =>
  writeFromOutside(
    replicas.env,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND query LIKE '%pg_notify%' AND pid <> pg_backend_pid()`,
  );

const sameOrigin = { method: 'DELETE', headers: { 'sec-fetch-site': 'same-origin' } } as const;

describe.each([
  ['as long as replicas hear each other', false],
  ['when the word of it is lost', true],
])('what ends on one replica ends on every other within two seconds, %s', (_how, isDeaf) => {
  async function measured(
    start: (replicas: Replicas) => Promise<{ ask: () => Promise<number>; end: () => Promise<unknown> }>,
  ) {
    const replicas = await startReplicas({ replicas: 2 });
    const { ask, end } = await start(replicas);
    return msUntilRefused(ask, async () => {
      if (isDeaf) await deafen(replicas);
      await end();
    });
  }

  it('a session at sign-out', async () => {
    const ms = await measured(async (replicas) => {
      const browser = await replicas.signIn(alice.accountId);
      return { ask: withSession(replicas, browser), end: () => browser.fetch('/auth/session', sameOrigin) };
    });

    expect(ms).toBeLessThan(LIMIT_MS);
  });

  it('a connection at disconnect, for sessions and keys', async () => {
    const ms = await measured(async (replicas) => {
      const browser = await replicas.signIn(alice.accountId);
      const key = await replicas.createKey(northwind);
      return { ask: withKey(replicas, key), end: () => browser.fetch('/auth/livechat', sameOrigin) };
    });

    expect(ms).toBeLessThan(LIMIT_MS);
  });

  it('an installation that was removed', async () => {
    const ms = await measured(async (replicas) => {
      const browser = await replicas.signIn(alice.accountId);
      const uninstall = `UPDATE installations SET state = 'uninstalled', generation = generation + 1`;
      return { ask: withSession(replicas, browser), end: () => writeFromOutside(replicas.env, uninstall) };
    });

    expect(ms).toBeLessThan(LIMIT_MS);
  });

  it('an API key that the command line revokes', async () => {
    const ms = await measured(async (replicas) => {
      await replicas.signIn(alice.accountId);
      const key = await replicas.createKey();
      const id = key.split('_')[1] ?? '';
      return {
        ask: withKey(replicas, key),
        end: () => runCommand(['keys', 'revoke', id], { env: replicas.env }),
      };
    });

    expect(ms).toBeLessThan(LIMIT_MS);
  });

  it('the secret of an API key that the command line replaces', async () => {
    const ms = await measured(async (replicas) => {
      await replicas.signIn(alice.accountId);
      const key = await replicas.createKey();
      const id = key.split('_')[1] ?? '';
      return {
        ask: withKey(replicas, key),
        end: () => runCommand(['keys', 'rotate', id, '--overlap', '0'], { env: replicas.env }),
      };
    });

    expect(ms).toBeLessThan(LIMIT_MS);
  });
});

describe('a replica that remembers an old token', () => {
  it('heals itself when LiveChat refuses it: nobody notices, and LiveChat is asked for no other', async () => {
    const replicas = await startReplicas({ replicas: 2 });
    await replicas.signIn(alice.accountId);
    await replicas.call(replicas.at(1), northwind);
    await writeFromOutside(replicas.env, 'DROP TRIGGER tell_changes ON grants');
    replicas.sandbox.faults.expire(alice);
    expect((await replicas.call(replicas.at(0), northwind)).status).toBe(200);
    expect(replicas.refreshes).toHaveLength(1);

    expect((await replicas.call(replicas.at(1), northwind)).status).toBe(200);

    expect(replicas.refreshes).toHaveLength(1);
    const calls = replicas.sandbox.requests.to('/v3.6/').slice(-2);
    expect(calls.map(({ status }) => status)).toEqual([401, 200]);
  });
});
