import { describe, expect, it } from '@jest/globals';
import { parseSetCookie } from 'cookie';
import { createHash } from 'node:crypto';

import type { IssuedTokens } from '../tokens/index.js';
import { SignInListeners } from './index.js';
import { StoredSession } from './sessions/stored-session.entity.js';
import { startAuthApp } from './testing/auth-app.js';
import { issuedTokens, ORGANIZATION, OTHER_ORGANIZATION } from './testing/fake-tokens.js';

const SESSION = 'livechat_session';

describe('finishing sign-in', () => {
  it('exchanges the code with the verifier of its own flow', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    const start = await browser.go('/auth/livechat');
    const asked = new URL(String(start.headers.location)).searchParams;

    await browser.go(`/auth/livechat/callback?code=dal%3Acode&state=${asked.get('state') ?? ''}`);

    const [exchange, ...others] = auth.tokens.exchanged;
    const challenge = createHash('sha256')
      .update(exchange?.codeVerifier ?? '')
      .digest('base64url');
    expect(others).toEqual([]);
    expect(exchange).toMatchObject({ code: 'dal:code', redirectUri: asked.get('redirect_uri') });
    expect(challenge).toBe(asked.get('code_challenge'));
  });

  it('opens a session, and ends the flow', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();

    const answer = await browser.go(await auth.start(browser));

    expect([answer.status, answer.headers.location]).toEqual([302, '/']);
    expect([...browser.cookies.keys()].sort()).toEqual([SESSION, 'livechat_starts']);
    expect((await browser.fetch('/auth/session')).status).toBe(200);
  });

  it('hides the session from scripts and other sites, for as long as it can last', async () => {
    const auth = await startAuthApp({ publicUrl: 'https://app.example' });
    const browser = auth.browser();

    const { headers } = await browser.go(await auth.start(browser));

    const cookie = [headers['set-cookie'] ?? []]
      .flat()
      .map((line) => parseSetCookie(line))
      .find(({ name }) => name === `__Host-${SESSION}`);
    expect(cookie).toEqual({
      name: `__Host-${SESSION}`,
      value: expect.stringMatching(/^[\w-]{43}$/),
      maxAge: 86_400,
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'lax',
    });
  });

  it('returns to where the start said', async () => {
    const auth = await startAuthApp({ allowedOrigins: ['https://widget.example'] });
    const browser = auth.browser();

    const path = await browser.go(await auth.start(browser, '?return_to=/reports%3Fa%3D1'));
    const origin = await browser.go(await auth.start(browser, '?return_to=https://widget.example/page'));

    expect([path.headers.location, origin.headers.location]).toEqual([
      '/reports?a=1',
      'https://widget.example/page',
    ]);
  });

  it('gives a browser that signs in again a fresh session, and ends its old one', async () => {
    const auth = await startAuthApp();
    const browser = await auth.signIn();
    const old = browser.cookies.get(SESSION) ?? '';

    await auth.signIn(browser);

    const stale = await auth.browser().go('/auth/session', { headers: { cookie: `${SESSION}=${old}` } });
    expect(browser.cookies.get(SESSION)).not.toBe(old);
    expect(stale.status).toBe(401);
    expect(await auth.database.getRepository(StoredSession).count()).toBe(1);
  });

  it('does not let a browser choose its session id', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    const planted = 'A'.repeat(43);
    browser.cookies.set(SESSION, planted);

    await auth.signIn(browser);

    expect(browser.cookies.get(SESSION)).not.toBe(planted);
  });

  it('tells those who want to know, and does not fail with them', async () => {
    const auth = await startAuthApp();
    const told: string[] = [];
    const listeners = auth.app.get(SignInListeners);
    listeners.add({ signedIn: () => Promise.reject(new Error('busy')) });
    listeners.add({ signedIn: ({ organizationId }) => void told.push(organizationId) });

    const browser = await auth.signIn();

    expect(told).toEqual([ORGANIZATION]);
    expect((await browser.fetch('/auth/session')).status).toBe(200);
    expect(auth.logLines.of('auth.sign_in_listener_failed')).toHaveLength(1);
  });

  it('keeps sign-ins that overlap apart', async () => {
    const auth = await startAuthApp();
    const arrived: (() => void)[] = [];
    auth.tokens.answer = (code) =>
      new Promise<IssuedTokens>((resolve) => {
        arrived.push(() => {
          resolve(issuedTokens({ organizationId: code }));
        });
        if (arrived.length === 2) for (const answer of arrived.reverse()) answer();
      });
    const both = [ORGANIZATION, OTHER_ORGANIZATION].map(async (code) => {
      const browser = auth.browser();
      const callback = await auth.start(browser);
      await browser.go(callback.replace('dal%3Acode', code));
      return ((await browser.fetch('/auth/session')).json() as { organizationId: string }).organizationId;
    });

    expect(await Promise.all(both)).toEqual([ORGANIZATION, OTHER_ORGANIZATION]);
  });

  it('keeps two applications in one process apart', async () => {
    const one = await startAuthApp({ publicUrl: 'http://one.example' });
    const two = await startAuthApp({ publicUrl: 'http://two.example' });

    const redirectUris = await Promise.all(
      [one, two].map(async (auth) => {
        await auth.signIn();
        return auth.tokens.exchanged.map(({ redirectUri }) => redirectUri);
      }),
    );

    expect(redirectUris).toEqual([
      ['http://one.example/auth/livechat/callback'],
      ['http://two.example/auth/livechat/callback'],
    ]);
  });
});
