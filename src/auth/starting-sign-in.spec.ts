import { describe, expect, it } from '@jest/globals';
import { parseSetCookie } from 'cookie';

import type { Answer } from '../../test/support/http.js';
import { StoredSession } from './sessions/stored-session.entity.js';
import { ConsumedState } from './sign-in/consumed-state.entity.js';
import { startAuthApp } from './testing/auth-app.js';
import { ORGANIZATION } from './testing/fake-tokens.js';

const cookiesOf = (answer: Answer) =>
  [answer.headers['set-cookie'] ?? []].flat().map((line) => parseSetCookie(line));

const flowCookieOf = (answer: Answer) =>
  cookiesOf(answer).find(({ name }) => name.includes('livechat_flow_'));

describe('starting sign-in', () => {
  it('sends the browser to the root of the accounts server with PKCE and a state', async () => {
    const auth = await startAuthApp({ scopes: ['chats--all:ro', 'agents--all:ro'] });

    const { status, headers } = await auth.browser().go('/auth/livechat');

    const target = new URL(String(headers.location));
    expect([status, target.origin, target.pathname]).toEqual([302, 'https://accounts.example', '/']);
    expect(Object.fromEntries(target.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'client-of-the-test',
      redirect_uri: 'http://localhost:3000/auth/livechat/callback',
      scope: 'chats--all:ro,agents--all:ro',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it('asks for no scope when none is set, so that LiveChat asks for all of the app', async () => {
    const auth = await startAuthApp();

    const { headers } = await auth.browser().go('/auth/livechat');

    expect(new URL(String(headers.location)).searchParams.has('scope')).toBe(false);
  });

  it('passes on the prompt and the organization it was asked for', async () => {
    const auth = await startAuthApp();

    const { headers } = await auth
      .browser()
      .go(`/auth/livechat?prompt=consent&organization_id=${ORGANIZATION}`);

    const asked = new URL(String(headers.location)).searchParams;
    expect([asked.get('prompt'), asked.get('organization_id')]).toEqual(['consent', ORGANIZATION]);
  });

  it('keeps the callback where PUBLIC_URL says, whatever Host the request names', async () => {
    const auth = await startAuthApp({ publicUrl: 'https://app.example' });

    const { headers } = await auth
      .browser()
      .go('/auth/livechat', { headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' } });

    const target = new URL(String(headers.location));
    expect(target.searchParams.get('redirect_uri')).toBe('https://app.example/auth/livechat/callback');
  });

  it('keeps the flow in a sealed cookie that scripts and other sites do not get', async () => {
    const auth = await startAuthApp();

    const start = await auth.browser().go('/auth/livechat');

    const state = new URL(String(start.headers.location)).searchParams.get('state') ?? '';
    const cookie = flowCookieOf(start);
    expect(cookie).toMatchObject({ path: '/', httpOnly: true, sameSite: 'lax', maxAge: 600 });
    expect([cookie?.secure, cookie?.domain]).toEqual([undefined, undefined]);
    expect(cookie?.value).toMatch(/^v1\.test\./);
    expect(cookie?.value).not.toContain(state);
  });

  it('makes the cookies of https ones that no sibling host can plant', async () => {
    const auth = await startAuthApp({ publicUrl: 'https://app.example' });

    const cookies = cookiesOf(await auth.browser().go('/auth/livechat'));

    expect(cookies.length).toBeGreaterThan(1);
    for (const cookie of cookies) expect(cookie).toMatchObject({ secure: true, path: '/', httpOnly: true });
    expect(cookies.filter(({ name }) => !name.startsWith('__Host-'))).toEqual([]);
  });

  it('writes nothing to the database', async () => {
    const auth = await startAuthApp();

    await auth.browser().go('/auth/livechat');

    expect(await auth.database.getRepository(ConsumedState).count()).toBe(0);
    expect(await auth.database.getRepository(StoredSession).count()).toBe(0);
  });

  it('keeps at most eight flows in a browser, and lets the oldest go', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    const first = flowCookieOf(await browser.go('/auth/livechat'))?.name ?? '';
    for (let flow = 2; flow <= 8; flow += 1) {
      await auth.clock.advance(1_000);
      await browser.go('/auth/livechat?confirmed=1');
    }
    const namesBefore = [...browser.cookies.keys()];

    await auth.clock.advance(1_000);
    await browser.go('/auth/livechat?confirmed=1');

    const flows = [...browser.cookies.keys()].filter((name) => name.startsWith('livechat_flow_'));
    expect(namesBefore).toContain(first);
    expect(flows).toHaveLength(8);
    expect(flows).not.toContain(first);
  });

  it('keeps what flows carry small enough for a request', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();

    for (let flow = 1; flow <= 8; flow += 1) {
      await browser.go(`/auth/livechat?confirmed=1&return_to=/${'a'.repeat(1_000)}`);
    }

    const bytes = [...browser.cookies.values()].reduce((sum, value) => sum + value.length, 0);
    expect(bytes).toBeLessThan(7_000);
  });

  it.each([
    ['return_to is there twice', '?return_to=/a&return_to=/b'],
    ['prompt is there twice', '?prompt=consent&prompt=consent'],
    ['anything is there twice', '?x=1&x=2'],
    ['prompt is not consent', '?prompt=none'],
    ['prompt is empty', '?prompt='],
    ['organization_id is no UUID', '?organization_id=acme'],
    ['return_to is another site', '?return_to=https://evil.example/'],
    ['return_to is empty', '?return_to='],
  ])('refuses with 400 when %s, and starts nothing', async (_why, query) => {
    const auth = await startAuthApp();

    const answer = await auth.browser().go(`/auth/livechat${query}`);

    expect(answer.status).toBe(400);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers.location).toBeUndefined();
  });

  it.each(['/auth/livechat', '/auth/livechat/install', '/auth/livechat/callback?code=a&state=b'])(
    'answers HEAD %s with 405 and starts nothing',
    async (path) => {
      const auth = await startAuthApp();

      const answer = await auth.browser().go(path, { method: 'HEAD' });

      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET']);
      expect(answer.headers['set-cookie']).toBeUndefined();
    },
  );

  it('does not take a start with a code for a callback', async () => {
    const auth = await startAuthApp();

    const { status } = await auth.browser().go('/auth/livechat?code=abc&state=def');

    expect(status).toBe(302);
    expect(auth.tokens.exchanged).toEqual([]);
  });

  it.each(['/auth/livechat', '/auth/livechat/install', '/auth/livechat/callback', '/auth/session'])(
    'keeps %s out of caches and out of Referer',
    async (path) => {
      const auth = await startAuthApp();

      const { headers } = await auth.browser().go(path);

      expect([headers['cache-control'], headers['referrer-policy']]).toEqual(['no-store', 'no-referrer']);
    },
  );
});
