import { describe, expect, it } from '@jest/globals';

import { AGENTS } from '../sandbox/index.js';
import { writeFromOutside } from './support/database.js';
import { metricOf, samplesIn } from './support/metrics.js';
import { type RunningApp, startApp } from './support/start-app.js';

const { alice, bob } = AGENTS;
const HOUR = 3_600_000;
const listChats = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' } as const;
const path = '/livechat/agent/action/list_chats';
const sendEvent = '/livechat/agent/action/send_event';
const echo = '/livechat/agent/action/_echo';

const calls = (app: RunningApp) => metricOf(app, 'gateway_calls_total');
const renewals = (app: RunningApp) => metricOf(app, 'renewals_total');
const upstream = (app: RunningApp): number => app.sandbox.requests.to('/v3.6/').length;
const refreshes = (app: RunningApp): number => app.sandbox.requests.ofGrant('refresh_token').length;

/** Signed in, with a token that has expired. */
async function startExpired() {
  const app = await startApp();
  const browser = await app.signIn(alice.accountId);
  await app.clock.advance(9 * HOUR);
  return { app, browser };
}

describe('calls through the gateway', () => {
  it('count by LiveChat’s answer', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);

    for (const code of [200, 201, 302, 404, 503, 500]) await browser.fetch(`${echo}?code=${code}`);

    expect(await calls(app)).toEqual({ '2xx': 2, '3xx': 1, '4xx': 1, '5xx': 2 });
    expect(upstream(app)).toBe(6);
  });

  it('count as refused when they never get to LiveChat', async () => {
    const app = await startApp({ env: { BODY_LIMIT_BYTES: '10' } });
    const browser = await app.signIn(alice.accountId);

    const answers = [
      await app.call(path, listChats),
      await browser.fetch('/livechat/other/action/list_chats', listChats),
      await browser.fetch('/livechat/agent%2faction'),
      await browser.fetch(path, { ...listChats, body: 'more than ten bytes' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([401, 403, 400, 413]);
    expect(await calls(app)).toEqual({ refused: 4 });
    expect(upstream(app)).toBe(0);
  });

  it('count as failed when LiveChat does not answer, or not to the end', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    app.sandbox.faults.refuse({ on: 'api', times: 1 });
    const unanswered = await browser.fetch(sendEvent, listChats);
    app.sandbox.faults.reset({ on: 'api', times: 1 });

    await expect(browser.fetch(sendEvent, listChats)).rejects.toThrow();

    expect(unanswered.status).toBe(502);
    expect(await calls(app)).toEqual({ upstream_failed: 2 });
    expect(upstream(app)).toBe(2);
  });

  it('count as left by a caller who did not wait', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    const held = app.sandbox.faults.hold({ on: 'api' });
    const leaving = new AbortController();
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const gone = fetch(app.url + echo, { signal: leaving.signal, headers: { cookie } }).catch(() => 'gone');
    await app.sandbox.requests.waitFor((seen) => seen.path.endsWith('_echo'));

    leaving.abort();

    expect(await gone).toBe('gone');
    await app.logLines.next('gateway.caller_left');
    expect(await calls(app)).toEqual({ caller_left: 1 });
    held.release();
  });

  it('count once however often they are sent to LiveChat, and say why they were sent again', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    app.sandbox.faults.expire(alice);
    const answers = [await browser.fetch(path, listChats)];
    app.sandbox.faults.wrongRegion({ region: 'fra' });
    answers.push(await browser.fetch(path, listChats));
    app.sandbox.faults.refuse({ on: 'api', times: 1 });
    answers.push(await browser.fetch(path, listChats));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await calls(app)).toEqual({ '2xx': 3 });
    expect(await metricOf(app, 'gateway_replays_total')).toEqual({
      authentication: 1,
      misdirected_request: 1,
      reset_read: 1,
    });
    expect(upstream(app)).toBe(6);
  });

  it('count by how long they took to the last byte', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    const held = app.sandbox.faults.hold({ on: 'api', times: 1 });
    const slow = browser.fetch(path, listChats);
    await app.sandbox.requests.waitFor((seen) => seen.path.endsWith('list_chats'));
    await app.clock.advance(1_500);
    held.release();
    await slow;
    await browser.fetch(path, listChats);

    expect(await metricOf(app, 'gateway_answer_seconds_bucket')).toMatchObject({ 1: 1, 2.5: 2, '+Inf': 2 });
    expect(await metricOf(app, 'gateway_answer_seconds_count')).toEqual({ value: 2 });
    expect(await metricOf(app, 'gateway_answer_seconds_sum')).toEqual({ value: 1.5 });
  });
});

describe('renewals', () => {
  it('are under way, then renewed, and took as long as LiveChat thought', async () => {
    const { app, browser } = await startExpired();
    const held = app.sandbox.faults.hold({ on: 'token' });
    const waiting = browser.fetch(path, listChats);
    await app.sandbox.requests.waitFor(({ grantType }) => grantType === 'refresh_token');
    expect(await metricOf(app, 'renewals_under_way')).toEqual({ value: 1 });
    await app.clock.advance(2_000);

    held.release();

    expect((await waiting).status).toBe(200);
    expect(await renewals(app)).toEqual({ renewed: 1 });
    expect(await metricOf(app, 'renewals_under_way')).toEqual({});
    // The sign-in asked the token endpoint, too.
    expect(await metricOf(app, 'token_endpoint_seconds_bucket')).toMatchObject({ 1: 1, 2.5: 2 });
    expect(refreshes(app)).toBe(1);
  });

  it('are transient while LiveChat is in trouble', async () => {
    const { app, browser } = await startExpired();
    app.sandbox.faults.serverError({ on: 'token' });

    expect((await browser.fetch(path, listChats)).status).toBe(503);

    expect(await renewals(app)).toEqual({ transient: 1 });
    expect(await metricOf(app, 'grants')).toEqual({ ok: 1 });
    expect(refreshes(app)).toBe(1);
  });

  it('are a matter of configuration while LiveChat refuses our secret, and the alarm is up', async () => {
    const { app, browser } = await startExpired();
    expect(await metricOf(app, 'configuration_alarm')).toEqual({});
    const fault = app.sandbox.faults.invalidClient({ on: 'token' });

    expect((await browser.fetch(path, listChats)).status).toBe(503);
    expect((await browser.fetch(path, listChats)).status).toBe(503);

    expect(await renewals(app)).toEqual({ configuration: 1 });
    expect(await metricOf(app, 'configuration_alarm')).toEqual({ value: 1 });
    expect(await metricOf(app, 'grants')).toEqual({ ok: 1 });
    expect(refreshes(app)).toBe(1);

    fault.clear();
    await app.clock.advance(61_000);
    await app.sandbox.requests.waitFor(
      ({ grantType, status }) => grantType === 'refresh_token' && status === 200,
    );
    await app.logLines.next('tokens.configuration_alarm_cleared');
    expect(await metricOf(app, 'configuration_alarm')).toEqual({});
  });

  it('are permanently refused for a grant that LiveChat no longer knows', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    await app.signIn(bob.accountId);
    app.sandbox.faults.revoke(alice);

    expect((await browser.fetch(path, listChats)).status).toBe(401);

    expect(await renewals(app)).toEqual({ permanent: 1 });
    expect(await metricOf(app, 'grants')).toEqual({ ok: 1, reauthorization_required: 1 });
    expect(refreshes(app)).toBe(1);
  });

  it('are discarded when the agent has disconnected meanwhile, and LiveChat revokes the pair', async () => {
    const { app, browser } = await startExpired();
    const held = app.sandbox.faults.hold({ grantType: 'refresh_token' });
    const waiting = browser.fetch(path, listChats);
    await app.sandbox.requests.waitFor(({ grantType }) => grantType === 'refresh_token');
    app.sandbox.faults.serverError({ on: 'revoke', times: 1 });
    expect((await browser.fetch('/auth/livechat', { method: 'DELETE' })).status).toBe(204);

    held.release();

    expect((await app.clock.advanceUntil(waiting)).status).toBe(401);
    expect(await renewals(app)).toEqual({ discarded: 1 });
    expect(app.sandbox.tokens.alive(alice)).toEqual({ access: 0, refresh: 0 });
  });
});

describe('what is stored', () => {
  it('is counted again when the last count is 15 seconds old', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    expect(await metricOf(app, 'grants')).toEqual({ ok: 1 });
    expect(await metricOf(app, 'installations')).toEqual({ active: 1 });
    app.sandbox.faults.serverError({ on: 'revoke' });

    expect((await browser.fetch('/auth/livechat', { method: 'DELETE' })).status).toBe(204);
    await app.clock.advance(14_999);
    expect(await metricOf(app, 'grants')).toEqual({ ok: 1 });
    await app.clock.advance(1);

    expect(await metricOf(app, 'grants')).toEqual({});
    expect(await metricOf(app, 'installations')).toEqual({ pending: 1 });
    expect(await metricOf(app, 'pending_revocations')).toEqual({ value: 1 });
    expect(app.sandbox.tokens.alive(alice).refresh).toBe(1);
  });

  it('has no samples while the database does not say, and everything else has', async () => {
    const app = await startApp();
    await writeFromOutside(app.env, 'ALTER TABLE pending_revocations RENAME TO elsewhere');

    const samples = samplesIn(await app.call('/metrics'));
    await app.call('/metrics');

    expect([...samples.keys()].filter((name) => name.startsWith('livechat_app_grants'))).toEqual([]);
    expect(samples.has('livechat_app_pending_revocations')).toBe(false);
    expect(samples.get('livechat_app_configuration_alarm')).toBe(0);
    expect(app.logLines.of('metrics.not_read').map(({ metric }) => metric)).toEqual([
      'livechat_app_grants',
      'livechat_app_installations',
      'livechat_app_pending_revocations',
    ]);
  });
});

describe('two applications in one process', () => {
  it('count each for itself', async () => {
    const [here, there] = [await startApp(), await startApp()];
    const browser = await here.signIn(alice.accountId);

    await browser.fetch(path, listChats);

    expect(await calls(here)).toEqual({ '2xx': 1 });
    expect(await calls(there)).toEqual({});
  });
});
