import { describe, expect, it } from '@jest/globals';

import { call } from '../../../test/support/http.js';
import { freePort } from '../../../test/support/free-port.js';
import type { CallLimits } from '../limits/limits.config.js';
import { LiveChatService } from '../livechat.service.js';
import { requestsIn } from '../spend/spend.js';
import { type RunningGateway, startGateway } from '../testing/start-gateway.js';
import { json, refusal } from '../testing/upstream.js';

const list = '/livechat/agent/action/list_chats';
const DAY = 86_400_000;
const WRITE = 5_000;

const ask = ({ url }: Pick<RunningGateway, 'url'>, key = 'northwind') =>
  call(url + list, { method: 'POST', body: '{}', headers: { authorization: `Bearer ${key}` } });
const spendsOf = ({ ledger }: RunningGateway) => ledger.batches.flatMap(({ spends }) => spends);
const capped = (caps: Partial<CallLimits>) => startGateway({ limits: { concurrency: 512, ...caps } });

/** Each with what LiveChat does, and what it counts then. */
const CAUSES: [
  what: string,
  answers: Parameters<RunningGateway['upstream']['answersWith']>,
  counts: object,
][] = [
  ['a call once', [json(200, {})], { first: 1 }],
  ['a call that LiveChat refuses', [refusal(429, 'too_many_requests')], { first: 1 }],
  [
    'a replay with a renewed token',
    [refusal(401, 'authentication'), json(200, {})],
    { first: 1, authentication: 1 },
  ],
  [
    'a replay in another region',
    [refusal(421, 'misdirected_request', { region: 'fra' }), json(200, {})],
    { first: 1, misdirected_request: 1 },
  ],
  [
    'a read that was repeated',
    [(response) => response.destroy(), json(200, {})],
    { first: 1, reset_read: 1 },
  ],
];
const nothing = { first: 0, authentication: 0, misdirected_request: 0, reset_read: 0 };

describe('what goes to LiveChat', () => {
  it.each(CAUSES)('is counted by cause, and written within seconds: %s', async (_what, answers, counts) => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(...answers);

    await ask(gateway);
    await gateway.clock.advance(WRITE);

    const spend = { month: '2026-01', organizationId: 'northwind', ...nothing, ...counts };
    expect(spendsOf(gateway)).toEqual([spend]);
    expect(gateway.upstream.requests).toHaveLength(requestsIn(spend));
  });

  it.each(CAUSES)('is counted for LiveChatService alike: %s', async (_what, answers, counts) => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(...answers);
    const grant = { id: 'grant', organizationId: 'soehne', accountId: 'dieter' };

    await gateway.app
      .get(LiveChatService)
      .as(grant)
      .agent('list_chats')
      .catch(() => undefined);
    await gateway.clock.advance(WRITE);

    const spend = { month: '2026-01', organizationId: 'soehne', ...nothing, ...counts };
    expect(spendsOf(gateway)).toEqual([spend]);
    expect(gateway.upstream.requests).toHaveLength(requestsIn(spend));
  });

  it('is not counted when LiveChat could not be reached, or nothing was sent', async () => {
    const gateway = await startGateway({ apiUrl: new URL(`http://127.0.0.1:${await freePort()}`) });
    const grant = { id: 'grant', organizationId: 'soehne', accountId: 'dieter' };

    expect((await ask(gateway)).status).toBe(502);
    expect(
      (await call(`${gateway.url}/livechat/elsewhere`, { headers: { authorization: 'Bearer a' } })).status,
    ).toBe(403);
    await expect(gateway.app.get(LiveChatService).as(grant).agent('list_chats')).rejects.toThrow();
    await gateway.clock.advance(WRITE);

    expect(gateway.ledger.batches).toEqual([]);
  });

  it('is written as it was first tried when the database failed, and what came since after it', async () => {
    const gateway = await startGateway();
    gateway.ledger.adding = () => Promise.reject(new Error('no database'));
    const tried: unknown[] = [];
    const add = gateway.ledger.add.bind(gateway.ledger);
    gateway.ledger.add = (batch) => {
      tried.push([batch.number, batch.spends[0]?.first]);
      return add(batch);
    };

    await ask(gateway);
    await gateway.clock.advance(WRITE);
    await ask(gateway);
    await ask(gateway);
    await gateway.clock.advance(WRITE);
    gateway.ledger.adding = () => Promise.resolve();
    await gateway.clock.advance(WRITE);

    expect(tried).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [2, 2],
    ]);
    expect(spendsOf(gateway).map(({ first }) => first)).toEqual([1, 2]);
    expect(gateway.logLines.of('spend.not_written')).toHaveLength(1);
  });

  it('is written when the process stops, and what could not be is told', async () => {
    const [gateway, unlucky] = [await startGateway(), await startGateway()];
    unlucky.ledger.adding = () => Promise.reject(new Error('no database'));
    await ask(gateway);
    await ask(unlucky);
    await ask(unlucky);

    await gateway.app.close();
    await unlucky.app.close();

    expect(spendsOf(gateway)).toMatchObject([{ organizationId: 'northwind', first: 1 }]);
    expect(gateway.logLines.of('spend.lost')).toEqual([]);
    expect(unlucky.logLines.of('spend.lost')).toEqual([expect.objectContaining({ requests: 2 })]);
  });
});

describe('SPEND_HARD_CAP', () => {
  it('ends an organization’s calls at once until the month ends, and nobody else’s', async () => {
    const gateway = await capped({ hardCap: 2 });
    const { upstream, clock, app } = gateway;
    const grant = { id: 'grant', organizationId: 'northwind', accountId: 'alice' };
    await ask(gateway);
    await ask(gateway);

    const refused = await ask(gateway);

    // 15 January, noon.
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, String(16.5 * 86_400)]);
    expect(refused.json().error).toMatchObject({
      type: 'too_many_requests',
      data: { reason: 'spend_cap_reached', requests_per_month: 2 },
    });
    await expect(app.get(LiveChatService).as(grant).agent('list_chats')).rejects.toMatchObject({
      code: 'livechat.spend_cap_reached',
    });
    expect(upstream.requests).toHaveLength(2);
    expect((await ask(gateway, 'soehne')).status).toBe(200);
    await clock.advance(16.5 * DAY - 1_000);
    expect((await ask(gateway)).status).toBe(429);
    await clock.advance(1_000);
    expect((await ask(gateway)).status).toBe(200);
  });

  it('counts replays, and lets them go when they are what reaches it', async () => {
    const gateway = await capped({ hardCap: 2 });
    gateway.upstream.answersWith(json(200, {}), refusal(401, 'authentication'), json(200, {}));

    const answers = [await ask(gateway), await ask(gateway), await ask(gateway)];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(gateway.upstream.requests).toHaveLength(3);
  });

  it('counts what other replicas have written, as of the last time this one wrote', async () => {
    const gateway = await capped({ hardCap: 10 });
    gateway.ledger.byOthers.set('northwind', 9);
    await ask(gateway);
    expect((await ask(gateway)).status).toBe(200);

    await gateway.clock.advance(WRITE);

    expect((await ask(gateway)).status).toBe(429);
    expect(gateway.logLines.of('spend.hard_cap_reached')).toEqual([
      expect.objectContaining({ organizationId: 'northwind', month: '2026-01', requests: 11, cap: 10 }),
    ]);
  });
});

describe('SPEND_SOFT_CAP', () => {
  it('is told once a month, with numbers, and refuses nothing', async () => {
    const gateway = await capped({ softCap: 3 });
    const askTwice = async () => {
      expect([(await ask(gateway)).status, (await ask(gateway)).status]).toEqual([200, 200]);
      await gateway.clock.advance(WRITE);
    };

    await askTwice();
    expect(gateway.logLines.of('spend.soft_cap_reached')).toEqual([]);
    await askTwice();
    await askTwice();

    const told = { level: 'warn', organizationId: 'northwind', month: '2026-01', requests: 4, cap: 3 };
    expect(gateway.logLines.of('spend.soft_cap_reached')).toEqual([expect.objectContaining(told)]);
  });

  it('is told by the one of several replicas that comes over it', async () => {
    const gateway = await capped({ softCap: 3 });
    gateway.ledger.byOthers.set('northwind', 3);

    await ask(gateway);
    await gateway.clock.advance(WRITE);

    expect(gateway.logLines.of('spend.soft_cap_reached')).toEqual([]);
  });
});
