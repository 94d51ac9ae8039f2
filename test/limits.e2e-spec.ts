import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../sandbox/index.js';
import { metricOf } from './support/metrics.js';
import { type RunningApp, startApp } from './support/start-app.js';

const { alice, dieter } = AGENTS;
const { northwind, soehne } = ORGANIZATIONS;
const echo = '/livechat/agent/action/_echo';

const atLiveChat = (app: RunningApp) => app.sandbox.requests.to('/v3.6/');

async function untilWaiting(app: RunningApp, count: number): Promise<void> {
  while ((await metricOf(app, 'gateway_calls_waiting')).value !== count);
}

/** Both organizations are connected, each with a session and two keys. */
async function startWithTwoTenants(env: Record<string, string>) {
  const app = await startApp({ env });
  const [atNorthwind, atSoehne] = [await app.signIn(alice.accountId), await app.signIn(dieter.accountId)];
  const ask = async (organizationId: string) => {
    const key = await app.createKey({ organizationId });
    return () => app.call(echo, { headers: { authorization: `Bearer ${key}` } });
  };
  return {
    app,
    session: () => atNorthwind.fetch(echo),
    otherSession: () => atSoehne.fetch(echo),
    key: await ask(northwind.id),
    secondKey: await ask(northwind.id),
    otherKey: await ask(soehne.id),
  };
}

describe('KEY_RATE_LIMIT', () => {
  it('limits each key by itself, and no session', async () => {
    const { app, key, secondKey, session } = await startWithTwoTenants({ KEY_RATE_LIMIT: '2' });

    const answers = [];
    for (const ask of [key, key, key, secondKey, session, session, session]) answers.push(await ask());

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429, 200, 200, 200, 200]);
    expect(answers[2]?.headers['retry-after']).toBe('30');
    expect(answers[2]?.json().error).toMatchObject({
      type: 'too_many_requests',
      data: { reason: 'rate_limited', limit: 'key' },
    });
    expect(atLiveChat(app)).toHaveLength(6);
  });
});

describe('ORGANIZATION_RATE_LIMIT', () => {
  it('limits the keys and sessions of an organization together, until its bucket fills again', async () => {
    const { app, key, secondKey, session, otherKey, otherSession } = await startWithTwoTenants({
      ORGANIZATION_RATE_LIMIT: '3',
    });

    const answers = [];
    for (const ask of [key, secondKey, session, session, key, otherKey, otherSession])
      answers.push(await ask());
    await app.clock.advance(20_000);
    answers.push(await session());

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429, 200, 200, 200]);
    expect(answers[3]?.json().error.data).toMatchObject({ reason: 'rate_limited', limit: 'organization' });
    expect(atLiveChat(app)).toHaveLength(6);
    expect(await metricOf(app, 'gateway_calls_total')).toEqual({ '2xx': 6, refused: 2 });
  });
});

describe('UPSTREAM_CONCURRENCY', () => {
  it('has organizations take turns', async () => {
    const { app, key, otherKey } = await startWithTwoTenants({ UPSTREAM_CONCURRENCY: '1' });
    await key();
    await otherKey();
    const held = app.sandbox.faults.hold({ on: 'api', times: 1 });
    const answers = [key()];
    await held.arrived();
    for (const [at, ask] of [key, key, key, otherKey].entries()) {
      answers.push(ask());
      await untilWaiting(app, at + 1);
    }
    expect(await metricOf(app, 'gateway_calls_under_way')).toEqual({ value: 1 });

    held.release();

    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(5).fill(200));
    expect(
      atLiveChat(app)
        .slice(2)
        .map(({ organizationId }) => organizationId),
    ).toEqual([northwind.id, northwind.id, soehne.id, northwind.id, northwind.id]);
    expect(await metricOf(app, 'gateway_calls_under_way')).toEqual({});
    expect(await metricOf(app, 'gateway_calls_waiting')).toEqual({});
  });
});
