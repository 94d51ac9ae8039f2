import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../sandbox/index.js';
import { metricOf } from './support/metrics.js';
import { runCommand } from './support/server-process.js';
import { startApp } from './support/start-app.js';

const { alice, dieter } = AGENTS;
const { northwind, soehne } = ORGANIZATIONS;
const listChats = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' } as const;
const path = '/livechat/agent/action/list_chats';

/** Two organizations have called: one four times, of which one was a replay, the other once. */
async function startWithSpend(env: Record<string, string> = {}) {
  const app = await startApp({ env });
  const [browser, other] = [await app.signIn(alice.accountId), await app.signIn(dieter.accountId)];
  await browser.fetch(path, listChats);
  app.sandbox.faults.expire(alice);
  await browser.fetch(path, listChats);
  await browser.fetch(path, listChats);
  await other.fetch(path, listChats);
  return { app, browser, other };
}

describe('livechat-app spend', () => {
  it('says how many requests went to LiveChat in a month, by organization and cause', async () => {
    const { app } = await startWithSpend();
    await app.close();
    const run = (...args: string[]) => runCommand(['spend', ...args], { env: app.env });

    const [asJson, asText, ofOne, another] = [
      await run('--month', '2026-01', '--json'),
      await run('--month', '2026-01'),
      await run('--month', '2026-01', '--organization', soehne.id.toUpperCase()),
      await run('--month', '2025-12'),
    ];

    const causes = { misdirectedRequest: 0, resetRead: 0 };
    expect(JSON.parse(asJson.stdout)).toEqual([
      { month: '2026-01', organizationId: northwind.id, requests: 4, first: 3, authentication: 1, ...causes },
      { month: '2026-01', organizationId: soehne.id, requests: 1, first: 1, authentication: 0, ...causes },
    ]);
    expect(asText.stdout.split('\n')[0]).toBe(
      `2026-01  ${northwind.id}  4  (first 3, authentication 1, misdirected_request 0, reset_read 0)`,
    );
    expect(ofOne.stdout.trim().split('\n')).toEqual([expect.stringContaining(soehne.id)]);
    expect([another.stdout, another.exitCode]).toEqual(['Nothing went to LiveChat in 2025-12.\n', 0]);
    expect(app.sandbox.requests.to('/v3.6/')).toHaveLength(5);
  });

  it('refuses what is no month', async () => {
    const app = await startApp();

    const { exitCode, stderr } = await runCommand(['spend', '--month', '2026-13'], { env: app.env });

    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('such as 2026-11')]);
  });
});

describe('SPEND_HARD_CAP and SPEND_SOFT_CAP', () => {
  it('are kept across a restart, and counted without saying whose', async () => {
    const { app, browser } = await startWithSpend({ SPEND_SOFT_CAP: '2', SPEND_HARD_CAP: '4' });
    await app.clock.advance(5_000);
    await app.logLines.next('spend.hard_cap_reached');
    expect(await metricOf(app, 'spend_caps_reached_total')).toEqual({ soft: 1, hard: 1 });
    await app.close();

    const restarted = await startApp({ after: app });
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const refused = await restarted.call(path, { headers: { cookie } });

    expect([refused.status, refused.json().error.data.reason]).toEqual([429, 'spend_cap_reached']);
    expect(app.sandbox.requests.to('/v3.6/')).toHaveLength(5);
    expect(app.logLines.of('spend.soft_cap_reached')).toEqual([
      expect.objectContaining({ organizationId: northwind.id, requests: 4, cap: 2 }),
    ]);
  });
});
