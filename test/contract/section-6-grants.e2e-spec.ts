import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS, SANDBOX_PUBLIC_CLIENT } from '../../sandbox/index.js';
import { writeFromOutside } from '../support/database.js';
import { type RunningApp, startApp } from '../support/start-app.js';

const { alice, bob } = AGENTS;
const HOUR = 3_600_000;
const path = '/livechat/agent/action/_echo';

const refreshes = (app: RunningApp) => app.sandbox.requests.ofGrant('refresh_token');
const calls = (app: RunningApp) => app.sandbox.requests.to('/v3.6/');

/** Resolves when LiveChat has answered so many refreshes. */
const refreshed = (app: RunningApp, times: number) =>
  app.sandbox.requests.waitFor(
    () => refreshes(app).filter(({ status }) => status !== undefined).length >= times,
  );

/** A browser of alice's whose access token has 200 seconds left, so that the next call renews it in the background. */
async function startNearExpiry() {
  const app = await startApp();
  const browser = await app.signIn(alice.accountId);
  await app.clock.advance(8 * HOUR - 200_000);
  const health = async () => (await browser.fetch('/auth/session')).json().grant.health;
  return { app, browser, health };
}

describe('an access token', () => {
  it('is not renewed for nothing: an idle grant stays as it is', async () => {
    const app = await startApp();
    await app.signIn(alice.accountId);

    await app.clock.advance(9 * HOUR);

    expect(refreshes(app)).toEqual([]);
  });

  it('is used while it is fresh, without a word to the accounts server', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    app.sandbox.requests.clear();

    for (let hour = 0; hour < 7; hour += 1) {
      await app.clock.advance(HOUR);
      await browser.fetch(path);
    }

    expect(app.sandbox.requests.all.map(({ path: seen }) => seen)).toEqual(
      Array(7).fill('/v3.6/agent/action/_echo'),
    );
  });

  it('is renewed at RENEW_BEFORE_EXPIRY_SECONDS, and not a tenth of it before', async () => {
    const app = await startApp({ env: { RENEW_BEFORE_EXPIRY_SECONDS: '3600' } });
    const browser = await app.signIn(alice.accountId);
    await app.clock.advance(8 * HOUR - 3_600_000 * 1.11);
    await browser.fetch(path);
    expect(refreshes(app)).toEqual([]);

    await app.clock.advance(3_600_000 * 0.12);
    await browser.fetch(path);

    await refreshed(app, 1);
  });

  it('is the old one while the renewal ahead of time fails, and nobody notices', async () => {
    const { app, browser, health } = await startNearExpiry();
    app.sandbox.faults.serverError({ on: 'token' });

    const first = await browser.fetch(path);
    await refreshed(app, 1);
    const second = await browser.fetch(path);

    expect([first.status, second.status]).toEqual([200, 200]);
    expect(new Set(calls(app).map(({ headers }) => headers.authorization)).size).toBe(1);
    expect(await health()).toBe('ok');
  });

  it('that expired is never handed out, also when another process holds the lease for ever', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    await app.clock.advance(9 * HOUR);
    const forEver = Math.max(Date.now(), app.clock.now()) + HOUR;
    await writeFromOutside(app.env, `UPDATE grants SET lease_owner = 'other', lease_until = ${forEver}`);

    const answer = await app.clock.advanceUntil(browser.fetch(path), 500);

    expect([answer.status, answer.json().error.data.reason]).toEqual([503, 'renewal_unavailable']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect([refreshes(app), calls(app)]).toEqual([[], []]);
  });
});

describe('a cool-down', () => {
  it('asks LiveChat ever more rarely, at least once a minute, however often we are called', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    await app.clock.advance(9 * HOUR);
    app.sandbox.faults.serverError({ on: 'token' });

    for (let second = 0; second < 200; second += 2) {
      const answer = await browser.fetch(path);
      expect([answer.status, Number(answer.headers['retry-after']) <= 60]).toEqual([503, true]);
      await app.clock.advance(2_000);
    }

    expect(refreshes(app).length).toBeGreaterThanOrEqual(6);
    expect(refreshes(app).length).toBeLessThanOrEqual(12);
  });
});

describe('the answer of a renewal', () => {
  it('without a refresh token keeps the old one, and without expires_in means eight hours', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    Object.assign(app.sandbox.behavior, { omitRefreshToken: true, omitExpiresIn: true });

    for (let renewal = 1; renewal <= 2; renewal += 1) {
      await app.clock.advance(8 * HOUR + 1_000);
      expect((await browser.fetch(path)).status).toBe(200);
      expect(refreshes(app)).toHaveLength(renewal);
      const { grant } = (await browser.fetch('/auth/session')).json();
      expect(Date.parse(grant.expiresAt)).toBe(app.clock.now() + 28_800_000);
    }
  });

  it('has a single-use refresh token for a public client, used once by any number of callers', async () => {
    const app = await startApp({
      env: { LIVECHAT_CLIENT_ID: SANDBOX_PUBLIC_CLIENT.id, LIVECHAT_CLIENT_SECRET: 'none' },
    });
    const browser = await app.signIn(alice.accountId);

    for (let renewal = 1; renewal <= 3; renewal += 1) {
      await app.clock.advance(9 * HOUR);
      const answers = await Promise.all(Array.from({ length: 8 }, () => browser.fetch(path)));
      expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    }

    const used = refreshes(app).map(({ text }) => new URLSearchParams(text));
    expect(new Set(used.map((form) => form.get('refresh_token'))).size).toBe(3);
    expect(used.map((form) => form.has('client_secret'))).toEqual([false, false, false]);
  });
});

describe('a refresh token that LiveChat refuses', () => {
  it('leaves the grant degraded while its access token works, and ends it with that', async () => {
    const { app, browser, health } = await startNearExpiry();
    app.sandbox.faults.invalidGrant({ on: 'token' });

    expect((await browser.fetch(path)).status).toBe(200);
    await app.logLines.next('tokens.degraded');
    expect(await health()).toBe('degraded');
    expect((await browser.fetch(path)).status).toBe(200);
    await app.clock.advance(HOUR);

    expect((await browser.fetch(path)).json().error.data.reason).toBe('reauthorization_required');
    expect(await health()).toBe('reauthorization_required');
  });

  it('is forgiven as soon as LiveChat takes it again', async () => {
    const { app, browser, health } = await startNearExpiry();
    const fault = app.sandbox.faults.invalidGrant({ on: 'token' });
    await browser.fetch(path);
    await app.logLines.next('tokens.degraded');
    fault.clear();

    await app.clock.advance(HOUR);

    expect((await browser.fetch(path)).status).toBe(200);
    expect(await health()).toBe('ok');
  });

  it('does not hinder its owner from disconnecting', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    app.sandbox.faults.revoke(alice);
    await browser.fetch(path);

    expect((await browser.fetch('/auth/livechat', { method: 'DELETE' })).status).toBe(204);
  });
});

describe('the alarm', () => {
  it('lets one refresh a minute through, and callers with a fresh token go on', async () => {
    const app = await startApp();
    const ofAlice = await app.signIn(alice.accountId);
    await app.clock.advance(9 * HOUR);
    const ofBob = await app.signIn(bob.accountId);
    app.sandbox.faults.invalidClient({ on: 'token', grantType: 'refresh_token' });
    await ofAlice.fetch(path);
    app.sandbox.requests.clear();

    for (let minute = 1; minute <= 3; minute += 1) {
      await app.clock.advance(60_000);
      await refreshed(app, minute);
      expect((await ofAlice.fetch(path)).json().error.data.reason).toBe('fix_configuration');
      expect((await ofBob.fetch(path)).status).toBe(200);
    }

    expect(refreshes(app)).toHaveLength(3);
    expect((await app.call('/health/ready')).json().error.token_endpoint.status).toBe('down');
  });
});

describe('a grant’s health', () => {
  it.each([
    ['account_suspended', 'requester_suspended'],
    ['license_expired', 'license_expired'],
  ])('is %s when LiveChat says %s, with a cause and an action for people', async (health, type) => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    const body = encodeURIComponent(JSON.stringify({ error: { type, message: 'x' } }));

    const answer = await browser.fetch(`/livechat/agent/action/_status?code=403&body=${body}`);
    const page = (await browser.go('/')).text;

    expect([answer.status, answer.json().error]).toEqual([403, { type, message: 'x' }]);
    expect((await browser.fetch('/auth/session')).json().grant.health).toBe(health);
    expect(page).toMatch(/suspended|license/i);
    expect(page).toMatch(/must (lift|renew)/);
  });

  it('is missing_scope when LiveChat grants less than LIVECHAT_SCOPES, and names what is missing', async () => {
    const app = await startApp({ env: { LIVECHAT_SCOPES: 'chats--all:rw,agents--all:ro' } });
    app.sandbox.behavior.narrowScopesTo = ['chats--all:rw'];

    const browser = await app.signIn(alice.accountId, ORGANIZATIONS.northwind.id);

    expect((await browser.fetch('/auth/session')).json()).toMatchObject({
      scopes: ['chats--all:rw'],
      grant: { health: 'missing_scope' },
    });
    expect((await browser.go('/')).text).toContain('agents--all:ro');
    expect((await browser.fetch(path)).status).toBe(200);
  });
});

describe('ENCRYPTION_KEYS', () => {
  it('seals with the first and opens with all: after a renewal the old key is needed no longer', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    await app.close();
    const first = `new:${Buffer.alloc(32, 8).toString('base64')}`;
    const both = await startApp({
      after: app,
      env: { ENCRYPTION_KEYS: `${first},${app.env.ENCRYPTION_KEYS ?? ''}` },
    });
    app.sandbox.faults.expire(alice);
    expect((await browser.fetch(path)).status).toBe(200);
    await both.close();

    await startApp({ after: app, env: { ENCRYPTION_KEYS: first } });

    expect((await browser.fetch(path)).status).toBe(200);
    expect(refreshes(app)).toHaveLength(1);
  });
});
