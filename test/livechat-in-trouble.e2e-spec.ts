import { describe, expect, it } from '@jest/globals';

import { AGENTS } from '../sandbox/index.js';
import { signInThroughSandbox } from './support/sign-in.js';
import { type RunningApp, startApp } from './support/start-app.js';

const { alice, bob, carla } = AGENTS;
const HOUR = 3_600_000;
const listChats = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' } as const;
const path = '/livechat/agent/action/list_chats';
const sendEvent = '/livechat/agent/action/send_event';

const upstream = (app: RunningApp): number => app.sandbox.requests.to('/v3.6/').length;

describe('LiveChat’s API in trouble', () => {
  it('is called again once with the region it names, and the region is remembered', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    app.sandbox.faults.wrongRegion({ region: 'fra' });

    const [first, second] = [await browser.fetch(path, listChats), await browser.fetch(path, listChats)];

    expect([first.status, second.status]).toEqual([200, 200]);
    expect(app.sandbox.requests.to('/v3.6/').map(({ headers }) => headers['x-region'])).toEqual([
      'dal',
      'fra',
      'fra',
    ]);
  });

  it.each([
    ['tooManyRequests', 'too_many_requests'],
    ['serverError', 'internal'],
    ['licenseExpired', 'license_expired'],
  ] as const)('passes %s on as it came, without another try', async (kind, type) => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    app.sandbox.faults.add(kind, { on: 'api' });

    const answer = await browser.fetch(path, listChats);

    expect(answer.json().error.type).toBe(type);
    expect(upstream(app)).toBe(1);
    expect(app.sandbox.requests.ofGrant('refresh_token')).toEqual([]);
  });

  it('shows an expired license as the grant’s health until LiveChat answers again', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    app.sandbox.faults.licenseExpired({ times: 1 });
    const health = async () => (await browser.fetch('/auth/session')).json().grant.health;

    await browser.fetch(path, listChats);
    expect(await health()).toBe('license_expired');
    await browser.fetch(path, listChats);
    expect(await health()).toBe('ok');
  });

  it('is asked again once when a read’s connection broke, and never for a write', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    app.sandbox.faults.refuse({ on: 'api', times: 1 });
    const read = await browser.fetch(path, listChats);
    app.sandbox.requests.clear();
    app.sandbox.faults.refuse({ on: 'api', times: 1 });

    const write = await browser.fetch(sendEvent, listChats);

    expect(read.status).toBe(200);
    expect([write.status, write.json().error.data.reason]).toEqual([502, 'upstream_unreachable']);
    expect(upstream(app)).toBe(1);
  });

  it('is unreachable: 502 in LiveChat’s shape', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    await app.sandbox.goOffline();

    const answer = await browser.fetch(path, listChats);

    expect([answer.status, answer.json().error.data.reason]).toEqual([502, 'upstream_unreachable']);
  });

  it('is too slow: 504 in LiveChat’s shape', async () => {
    const app = await startApp({ env: { UPSTREAM_HEADERS_TIMEOUT_MS: '200' } });
    const browser = await app.signIn(alice.accountId);
    const held = app.sandbox.faults.hold({ on: 'api' });

    const answer = await browser.fetch(path, listChats);
    held.release();

    expect([answer.status, answer.json().error.data.reason]).toEqual([504, 'upstream_timeout']);
  });

  it('breaks off in the middle: the caller sees an error, never a short success', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    app.sandbox.faults.reset({ on: 'api' });

    await expect(browser.fetch(path, listChats)).rejects.toThrow();
  });

  it('loses the caller: the call to LiveChat is given up', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    const held = app.sandbox.faults.hold({ on: 'api' });
    const leaving = new AbortController();
    const gone = fetch(`${app.url}/livechat/agent/action/_echo`, {
      signal: leaving.signal,
      headers: { cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    }).catch(() => 'gone');
    await app.sandbox.requests.waitFor((seen) => seen.path.endsWith('_echo'));

    leaving.abort();

    expect(await gone).toBe('gone');
    const seen = await app.sandbox.requests.waitFor(
      (request) => request.path.endsWith('_echo') && request.clientGone,
    );
    expect(seen.clientGone).toBe(true);
    held.release();
  });
});

describe('LiveChat’s accounts server in trouble', () => {
  it.each([
    ['down', (app: RunningApp) => app.sandbox.faults.refuse({ on: 'token' }), 502],
    ['answering garbage', (app: RunningApp) => app.sandbox.faults.garbage({ on: 'token' }), 502],
    ['failing', (app: RunningApp) => app.sandbox.faults.serverError({ on: 'token' }), 502],
    ['breaking off', (app: RunningApp) => app.sandbox.faults.reset({ on: 'token' }), 502],
    ['unable to confirm', (app: RunningApp) => app.sandbox.faults.refuse({ on: 'info' }), 502],
    ['refusing the code', (app: RunningApp) => app.sandbox.faults.invalidGrant({ on: 'token' }), 400],
  ] as const)(
    'gets a page at sign-in while it is %s, and the code is exchanged once',
    async (_what, break_, family) => {
      const app = await startApp();
      break_(app);
      const browser = app.browser();

      const answer = await signInThroughSandbox(browser, app.sandbox, { agent: alice.accountId });

      expect(Math.floor(answer.status / 100)).toBe(Math.floor(family / 100));
      if (family === 502) expect(answer.status).toBe(502);
      expect(answer.headers['content-type']).toContain('text/html');
      expect(app.sandbox.requests.ofGrant('authorization_code')).toHaveLength(1);
      expect((await browser.fetch('/auth/session')).status).toBe(401);
    },
  );

  it('is too slow at sign-in: 504', async () => {
    const app = await startApp({ env: { TOKEN_ENDPOINT_TIMEOUT_MS: '300' } });
    const held = app.sandbox.faults.hold({ on: 'token' });

    const answer = await signInThroughSandbox(app.browser(), app.sandbox);
    held.release();

    expect(answer.status).toBe(504);
  });

  it('gives no pair away when it could not be confirmed', async () => {
    const app = await startApp();
    app.sandbox.faults.serverError({ on: 'info' });

    await signInThroughSandbox(app.browser(), app.sandbox, { agent: alice.accountId });

    expect(app.sandbox.tokens.alive(alice)).toEqual({ access: 0, refresh: 0 });
  });

  it('refuses our secret: nobody is asked to sign in again, readiness fails, and it heals by itself', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    await app.clock.advance(9 * HOUR);
    const fault = app.sandbox.faults.invalidClient({ on: 'token' });

    const refused = await browser.fetch(path, listChats);
    const ready = await app.call('/health/ready');
    expect([refused.status, refused.json().error.data.reason]).toEqual([503, 'fix_configuration']);
    expect(ready.status).toBe(503);
    expect((await browser.fetch('/auth/session')).json().grant.health).toBe('fix_configuration');

    fault.clear();
    await app.clock.advance(61_000);
    await app.sandbox.requests.waitFor(
      ({ grantType, status }) => grantType === 'refresh_token' && status === 200,
    );
    await app.clock.advance(1);

    expect((await browser.fetch(path, listChats)).status).toBe(200);
    expect((await app.call('/health/ready')).status).toBe(200);
  });

  it('tries the next secret of the list while one is rolled over', async () => {
    const app = await startApp({
      env: { LIVECHAT_CLIENT_SECRET: 'not-valid-any-more,not-a-secret-sandbox-only' },
    });
    const browser = await app.signIn(alice.accountId);
    await app.clock.advance(9 * HOUR);

    expect((await browser.fetch(path, listChats)).status).toBe(200);
  });

  it('does not know one refresh token: that grant is dead, the others are not asked', async () => {
    const app = await startApp();
    const [ofAlice, ofBob] = [await app.signIn(alice.accountId), await app.signIn(bob.accountId)];
    app.sandbox.faults.revoke(alice);

    expect((await ofAlice.fetch(path, listChats)).json().error.data.reason).toBe('reauthorization_required');
    expect((await ofBob.fetch(path, listChats)).status).toBe(200);
    expect((await app.call('/health/ready')).status).toBe(200);
  });

  it('says unauthorized_client of three grants in a row: that is our configuration, and no grant is lost', async () => {
    const app = await startApp();
    const browsers = [
      await app.signIn(alice.accountId),
      await app.signIn(bob.accountId),
      await app.signIn(carla.accountId),
    ];
    await app.clock.advance(9 * HOUR);
    const fault = app.sandbox.faults.unauthorizedClient({ on: 'token' });
    for (const browser of browsers) await browser.fetch(path, listChats);
    expect((await app.call('/health/ready')).status).toBe(503);

    fault.clear();
    await app.clock.advance(61_000);
    await app.sandbox.requests.waitFor(
      ({ grantType, status }) => grantType === 'refresh_token' && status === 200,
    );
    await app.clock.advance(1);

    for (const browser of browsers) expect((await browser.fetch(path, listChats)).status).toBe(200);
  });

  it('is away when somebody disconnects: the grant is gone at once, and the pair is revoked when it is back', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    const fault = app.sandbox.faults.serverError({ on: 'revoke' });

    const answer = await browser.fetch('/auth/livechat', { method: 'DELETE' });
    expect(answer.status).toBe(204);
    expect(app.sandbox.tokens.alive(alice).refresh).toBe(1);

    fault.clear();
    await app.clock.advance(10 * 60_000);
    await app.sandbox.requests.waitFor(({ method, status }) => method === 'DELETE' && status === 200);
    expect(app.sandbox.tokens.alive(alice)).toEqual({ access: 0, refresh: 0 });
  });
});
