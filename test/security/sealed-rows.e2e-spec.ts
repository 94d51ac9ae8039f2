import { describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';

import { AGENTS } from '../../sandbox/index.js';
import type { Browser } from '../support/browser.js';
import type { ManualClock } from '../support/manual-clock.js';
import { type RunningApp, startApp } from '../support/start-app.js';
import { sealedColumnsOf, type Swap, swapsOf } from './sealed-columns.js';

type App = RunningApp<ManualClock>;

const { alice, bob, dieter, carla } = AGENTS;
const listChats = { method: 'POST', body: '{}' } as const;
const path = '/livechat/agent/action/list_chats';

/** Two tenants signed in, and the pairs of two who left, which LiveChat does not revoke. */
async function everyTableFilled(): Promise<{ app: App; agents: Browser[] }> {
  const app = await startApp();
  app.sandbox.faults.serverError({ on: 'revoke' });
  for (const leaving of [bob, carla]) {
    const browser = await app.signIn(leaving.accountId);
    expect((await browser.fetch('/auth/livechat', { method: 'DELETE' })).status).toBe(204);
  }
  return { app, agents: [await app.signIn(alice.accountId), await app.signIn(dieter.accountId)] };
}

const statusesOf = (agents: readonly Browser[]): Promise<number[]> =>
  Promise.all(agents.map(async (agent) => (await agent.fetch(path, listChats)).status));

const revocations = ({ sandbox }: App) => sandbox.requests.all.filter(({ method }) => method === 'DELETE');

/** The start tries each of the two pairs, and says that it did not come off. */
async function revocationsTried(app: App): Promise<void> {
  while (app.logLines.of('tokens.revocation_failed').length < 2) await app.clock.advance(1);
}

/** What a server must not do with texts that were moved: for each table that has sealed columns. */
const HARMLESS: Readonly<Record<string, (app: App, agents: readonly Browser[]) => Promise<void>>> = {
  grants: async (app, agents) => {
    for (const status of await statusesOf(agents)) expect(status).toBeGreaterThanOrEqual(400);
    expect(app.sandbox.requests.to('/v3.6/')).toEqual([]);
    expect(app.sandbox.requests.ofGrant('refresh_token')).toEqual([]);
  },
  pending_revocations: async (app, agents) => {
    await revocationsTried(app);
    expect(revocations(app)).toEqual([]);
    expect(await statusesOf(agents)).toEqual([200, 200]);
  },
};

async function restarted(app: App): Promise<App> {
  await app.close();
  app.sandbox.requests.clear();
  return startApp({ after: app });
}

describe('somebody who can write to the database', () => {
  it('cannot make a sealed text serve in another row or another column, whichever column it lies in', async () => {
    const { app, agents } = await everyTableFilled();
    const columns = await sealedColumnsOf(app.app.get(DataSource));
    const swaps: readonly Swap[] = swapsOf(columns);
    expect(new Set(columns.map(({ table }) => table))).toEqual(new Set(Object.keys(HARMLESS)));
    expect(swaps.length).toBeGreaterThanOrEqual(6);

    let running = app;
    for (const swap of swaps) {
      await swap.run(running.app.get(DataSource));
      running = await restarted(running);
      await HARMLESS[swap.table]?.(running, agents);
      await swap.run(running.app.get(DataSource));
    }

    running = await restarted(running);
    expect(await statusesOf(agents)).toEqual([200, 200]);
    await revocationsTried(running);
    expect(revocations(running).length).toBeGreaterThanOrEqual(2);
  });
});

describe('a server without the key that the rows need', () => {
  it('refuses to start and says which key and how many rows', async () => {
    const app = await startApp();
    await app.signIn(alice.accountId);
    await app.signIn(dieter.accountId);
    await app.close();
    const other = { ENCRYPTION_KEYS: `other:${Buffer.alloc(32, 9).toString('base64')}` };

    await expect(startApp({ after: app, env: other })).rejects.toThrow(/test.*2|2.*test/s);
  });
});
