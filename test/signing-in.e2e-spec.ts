import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../sandbox/index.js';
import { signInThroughSandbox } from './support/sign-in.js';
import { startApp } from './support/start-app.js';

const { alice, carla } = AGENTS;
const { northwind, soehne } = ORGANIZATIONS;

describe('signing in', () => {
  it('sends the browser to LiveChat with PKCE, and nothing to LiveChat or the database yet', async () => {
    const app = await startApp();

    const start = await app.browser().go('/auth/livechat');

    const target = new URL(String(start.headers.location));
    expect(start.status).toBe(302);
    expect(target.origin + target.pathname).toBe(`${app.sandbox.url}/`);
    expect(Object.fromEntries(target.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: app.env.LIVECHAT_CLIENT_ID,
      redirect_uri: `${app.url}/auth/livechat/callback`,
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43,}$/),
    });
    expect(app.sandbox.requests.all).toEqual([]);
  });

  it('exchanges the code once, confirms it, and opens a session', async () => {
    const app = await startApp();
    const browser = app.browser();

    const back = await signInThroughSandbox(browser, app.sandbox, { agent: alice.accountId });

    expect([back.status, back.headers.location]).toEqual([302, '/']);
    const [exchange, ...others] = app.sandbox.requests.ofGrant('authorization_code');
    expect(others).toEqual([]);
    expect(new URLSearchParams(exchange?.text).get('code_verifier')).toMatch(/^[\w.~-]{43,128}$/);
    expect(app.sandbox.requests.to('/v2/info')).toHaveLength(1);
    const session = await browser.fetch('/auth/session');
    expect(session.json()).toEqual({
      organizationId: northwind.id,
      accountId: alice.accountId,
      scopes: expect.arrayContaining(['chats--all:rw']),
      grant: { health: 'ok', expiresAt: new Date(app.clock.now() + 28_800_000).toISOString() },
    });
  });

  it('returns to the page it was asked to return to', async () => {
    const app = await startApp();

    const back = await signInThroughSandbox(app.browser(), app.sandbox, {
      startAt: '/auth/livechat?return_to=%2Fdocs%3Fa%3D1',
    });

    expect(back.headers.location).toBe('/docs?a=1');
  });

  it('signs into the organization that was asked for', async () => {
    const app = await startApp();
    const browser = app.browser();

    await signInThroughSandbox(browser, app.sandbox, {
      startAt: `/auth/livechat?organization_id=${soehne.id}`,
      agent: carla.accountId,
      organization: soehne.id,
    });

    expect((await browser.fetch('/auth/session')).json().organizationId).toBe(soehne.id);
  });

  it('replaces the grant of an account that signs in again, and revokes the pair it replaces', async () => {
    const app = await startApp();
    await app.signIn(alice.accountId);
    const [oldAccessToken = ''] = app.sandbox.tokens.aliveAccessTokens(alice);

    await app.signIn(alice.accountId);

    expect(app.sandbox.tokens.isAlive(oldAccessToken)).toBe(false);
    expect(app.sandbox.tokens.alive(alice)).toEqual({ access: 1, refresh: 1 });
  });

  it('never reaches 25 tokens, however often somebody signs in', async () => {
    const app = await startApp();
    for (let round = 0; round < 30; round += 1) {
      await app.clock.advance(31_000);
      await app.signIn(alice.accountId);
    }

    expect(app.sandbox.tokens.alive(alice)).toEqual({ access: 1, refresh: 1 });
  });

  it('keeps two tabs apart: each flow ends with its own state', async () => {
    const app = await startApp();
    const browser = app.browser();
    const first = await browser.go('/auth/livechat?return_to=/first');
    const second = await browser.go('/auth/livechat?return_to=/second');

    const backToSecond = await browser.go(app.sandbox.authorize(String(second.headers.location)).location);
    const backToFirst = await browser.go(app.sandbox.authorize(String(first.headers.location)).location);

    expect([backToFirst.headers.location, backToSecond.headers.location]).toEqual(['/first', '/second']);
  });

  it('signs a browser out, and disconnects, both only once', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    const other = await app.signIn(alice.accountId);

    expect((await other.fetch('/auth/session', { method: 'DELETE' })).status).toBe(204);
    expect((await other.fetch('/auth/session')).status).toBe(401);
    expect((await browser.fetch('/auth/livechat', { method: 'DELETE' })).status).toBe(204);
    expect((await browser.fetch('/auth/session')).status).toBe(401);
    expect((await browser.fetch('/auth/livechat', { method: 'DELETE' })).status).toBe(401);
    expect(app.sandbox.tokens.alive(alice)).toEqual({ access: 0, refresh: 0 });
  });
});
