import { describe, expect, it } from '@jest/globals';

import { AGENTS } from '../sandbox/index.js';
import { type RunningApp, startApp } from './support/start-app.js';

const { alice } = AGENTS;
const HOUR = 3_600_000;
const listChats = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' } as const;
const path = '/livechat/agent/action/list_chats';

const refreshes = (app: RunningApp): number => app.sandbox.requests.ofGrant('refresh_token').length;

describe('a token that ends', () => {
  it('is renewed once when ten calls meet it expired, and every call is answered', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    await app.clock.advance(9 * HOUR);

    const answers = await Promise.all(Array.from({ length: 10 }, () => browser.fetch(path, listChats)));

    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(refreshes(app)).toBe(1);
    expect(app.sandbox.requests.to('/v3.6/').map(({ status }) => status)).toEqual(Array(10).fill(200));
  });

  it('is renewed once when ten calls learn from LiveChat that it was revoked early', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    app.sandbox.faults.expire(alice);

    const answers = await Promise.all(Array.from({ length: 10 }, () => browser.fetch(path, listChats)));

    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(refreshes(app)).toBe(1);
  });

  it('is renewed in the background shortly before it expires', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    await app.clock.advance(8 * HOUR - 200_000);

    expect((await browser.fetch(path, listChats)).status).toBe(200);
    await app.sandbox.requests.waitFor(
      ({ grantType, status }) => grantType === 'refresh_token' && status === 200,
    );
    const [seen] = app.sandbox.requests.to('/v3.6/');
    expect(seen?.status).toBe(200);
  });

  it('ends in a reconnect link when LiveChat no longer knows the grant, and LiveChat is not asked again', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    app.sandbox.faults.revoke(alice);

    const first = await browser.fetch(path, listChats);
    const before = app.sandbox.requests.all.length;
    const second = await browser.fetch(path, listChats);

    for (const answer of [first, second]) {
      expect(answer.status).toBe(401);
      expect(answer.json().error.data).toMatchObject({
        reason: 'reauthorization_required',
        reconnect_url: `${app.url}/auth/livechat`,
      });
    }
    expect(app.sandbox.requests.all).toHaveLength(before);
    expect((await browser.fetch('/auth/session')).json().grant.health).toBe('reauthorization_required');
  });

  it('works again after a new sign-in', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    app.sandbox.faults.revoke(alice);
    await browser.fetch(path, listChats);

    const again = await app.signIn(alice.accountId);

    expect((await again.fetch(path, listChats)).status).toBe(200);
    expect((await browser.fetch(path, listChats)).status).toBe(200);
  });

  it('waits for LiveChat to come back: 503 with Retry-After, and nothing is lost', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    await app.clock.advance(9 * HOUR);
    const fault = app.sandbox.faults.serverError({ on: 'token' });

    const away = await browser.fetch(path, listChats);
    fault.clear();
    await app.clock.advance(120_000);
    const back = await browser.fetch(path, listChats);

    expect(away.status).toBe(503);
    expect(away.json().error.data.reason).toBe('renewal_unavailable');
    expect(Number(away.headers['retry-after'])).toBeGreaterThan(0);
    expect(back.status).toBe(200);
  });

  it('does not make a refresh of every request when LiveChat answers 401 for ever', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    app.sandbox.faults.unauthorizedForEver();

    for (let call = 0; call < 20; call += 1) {
      expect([401, 503]).toContain((await browser.fetch(path, listChats)).status);
    }

    expect(refreshes(app)).toBeLessThanOrEqual(3);
  });

  it('survives a restart of the server', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    await app.close();

    await startApp({ after: app });

    expect((await browser.fetch(path, listChats)).status).toBe(200);
  });
});
