import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../../sandbox/index.js';
import { ManualClock } from '../support/manual-clock.js';
import { type RunningApp, startApp } from '../support/start-app.js';
import { ECHO } from './support/replicas.js';

const HOUR = 3_600_000;

/** Two replicas in one process, the second an hour ahead. LiveChat goes by the first one's clock. */
async function startSkewed() {
  const right = await startApp();
  const ahead = await startApp({
    env: { DATABASE_URL: right.env.DATABASE_URL ?? '' },
    sandbox: right.sandbox,
    clock: new ManualClock(right.clock.now() + HOUR),
  });
  await right.signIn(AGENTS.alice.accountId);
  const key = await right.createKey({ organizationId: ORGANIZATIONS.northwind.id });
  const statusAt = async ({ call }: { call: RunningApp['call'] }): Promise<number> =>
    (await call(ECHO, { headers: { authorization: `Bearer ${key}` } })).status;
  return {
    statuses: async () => [
      await statusAt({ call: right.call.bind(right) }),
      await statusAt({ call: ahead.call.bind(ahead) }),
    ],
    advance: async (ms: number) => {
      await right.clock.advance(ms);
      await ahead.clock.advance(ms);
    },
    refreshes: () => right.sandbox.requests.ofGrant('refresh_token').length,
  };
}

describe('replicas whose clocks are an hour apart', () => {
  it('answer every call, and renew once in the life of a token', async () => {
    const { statuses, advance, refreshes } = await startSkewed();
    expect(await statuses()).toEqual([200, 200]);
    expect(refreshes()).toBe(0);

    await advance(7.5 * HOUR); // by the second one's clock the token ended half an hour ago
    expect(await statuses()).toEqual([200, 200]);
    expect(await statuses()).toEqual([200, 200]);
    expect(refreshes()).toBe(1);

    await advance(8.2 * HOUR); // LiveChat let it end; by the first one's clock it has 48 minutes left
    expect(await statuses()).toEqual([200, 200]);
    expect(await statuses()).toEqual([200, 200]);
    expect(refreshes()).toBe(2);
  });
});
