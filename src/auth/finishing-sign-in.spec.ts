import { describe, expect, it } from '@jest/globals';
import { parseSetCookie } from 'cookie';
import { createHash } from 'node:crypto';

import type { Answer } from '../../test/support/http.js';
import { AppError } from '../foundation/index.js';
import {
  FixConfiguration,
  type IssuedTokens,
  SignInRefused,
  TokenEndpointTimeout,
  TokenEndpointUnreachable,
} from '../tokens/index.js';
import { SignInListeners } from './index.js';
import { StoredSession } from './sessions/stored-session.entity.js';
import { ConsumedState } from './sign-in/consumed-state.entity.js';
import { startAuthApp } from './testing/auth-app.js';
import { issuedTokens, ORGANIZATION, OTHER_ORGANIZATION } from './testing/fake-tokens.js';

const SESSION = 'livechat_session';

const clearedCookiesOf = (answer: Answer) =>
  [answer.headers['set-cookie'] ?? []]
    .flat()
    .map((line) => parseSetCookie(line))
    .filter(({ maxAge }) => maxAge === 0)
    .map(({ name }) => name);

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

describe('a return from LiveChat that is not accepted', () => {
  it('accepts a state once: the same address again is refused', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    const callback = await auth.start(browser);
    const cookies = new Map(browser.cookies);
    await browser.go(callback);

    const again = await browser.go(callback);
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    const withItsCookie = await browser.go(callback);

    expect([again.status, withItsCookie.status]).toEqual([400, 409]);
    expect(auth.tokens.exchanged).toHaveLength(1);
  });

  it('lets one of two at once win', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    const callback = await auth.start(browser);

    const answers = await Promise.all([browser.go(callback), browser.go(callback)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([302, 409]);
    expect(auth.tokens.exchanged).toHaveLength(1);
  });

  it('consumes the state before it asks LiveChat, so that a failed exchange is not repeated', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    const callback = await auth.start(browser);
    const cookies = new Map(browser.cookies);
    auth.tokens.answer = () => Promise.reject(new TokenEndpointUnreachable());
    await browser.go(callback);
    for (const [name, value] of cookies) browser.cookies.set(name, value);

    expect((await browser.go(callback)).status).toBe(409);
    expect(auth.tokens.exchanged).toHaveLength(1);
  });

  it('forgets consumed states when their flows are long over', async () => {
    const auth = await startAuthApp();
    await auth.signIn();
    await auth.clock.advance(20 * 60_000 + 1);

    await auth.signIn();

    expect(await auth.database.getRepository(ConsumedState).count()).toBe(1);
  });

  it.each([
    ['there is no state: an unsolicited code', 'unsolicited_code', '?code=abc'],
    ['the browser lost the cookie', 'sign_in_lost', `?code=abc&state=${'x'.repeat(43)}`],
    ['there is neither a code nor an error', 'nothing_to_finish', ''],
    ['the code is empty', 'nothing_to_finish', '?code=&state=abc'],
    ['the code is there twice', 'invalid_parameter', '?code=a&code=b&state=abc'],
    ['the state is there twice', 'invalid_parameter', '?code=a&state=a&state=b'],
  ])('is refused with 400 when %s', async (_why, reason, query) => {
    const auth = await startAuthApp();

    const answer = await auth
      .browser()
      .go(`/auth/livechat/callback${query}`, { headers: { accept: 'application/json' } });

    expect([answer.status, answer.json().reason]).toEqual([400, reason]);
    expect(answer.headers.location).toBeUndefined();
    expect(auth.tokens.exchanged).toEqual([]);
  });

  it('is refused when the tab was left open for ten minutes', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    const callback = await auth.start(browser, '?return_to=/reports');
    await auth.clock.advance(10 * 60_000);

    const answer = await browser.go(callback);

    expect(answer.status).toBe(400);
    expect(answer.text).toContain('auth.sign_in_expired');
    expect(answer.text).toContain('href="/auth/livechat?return_to=%2Freports"');
    expect(auth.tokens.exchanged).toEqual([]);
  });

  it('is refused when the cookie was moved to another flow, or changed', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    const first = await auth.start(browser);
    const second = await auth.start(browser);
    const [one = '', two = ''] = [...browser.cookies.keys()].filter((name) => name.includes('flow'));
    browser.cookies.set(one, browser.cookies.get(two) ?? '');
    browser.cookies.set(
      two,
      (browser.cookies.get(two) ?? '').replace(/.(?=.{20}$)/, (letter) => (letter === 'A' ? 'B' : 'A')),
    );

    expect((await browser.go(first)).status).toBe(400);
    expect((await browser.go(second)).status).toBe(400);
    expect(auth.tokens.exchanged).toEqual([]);
  });

  it('is refused in another browser than started it', async () => {
    const auth = await startAuthApp();
    const callback = await auth.start(auth.browser());

    expect((await auth.browser().go(callback)).status).toBe(400);
    expect(auth.tokens.exchanged).toEqual([]);
  });

  it.each<[string, number, string, AppError]>([
    ['refuses the code', 400, 'sign_in_refused', new SignInRefused('code', 'used')],
    [
      'gives an answer that does not hold together',
      403,
      'sign_in_refused',
      new SignInRefused('answer', 'no'),
    ],
    ['cannot be reached', 502, 'token_endpoint_unreachable', new TokenEndpointUnreachable()],
    ['takes too long', 504, 'token_endpoint_timeout', new TokenEndpointTimeout()],
    ['does not know our secret', 503, 'fix_configuration', new FixConfiguration()],
  ])('says what to do when LiveChat %s', async (_what, status, reason, error) => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    const callback = await auth.start(browser, '?return_to=/reports');
    auth.tokens.answer = () => Promise.reject(error);

    const answer = await browser.go(callback);

    expect(answer.status).toBe(status);
    expect(answer.text).toContain(`tokens.${reason}`);
    expect(answer.text).toContain('href="/auth/livechat?return_to=%2Freports"');
    expect(clearedCookiesOf(answer)).toEqual([expect.stringMatching(/^livechat_flow_/)]);
    expect(browser.cookies.has(SESSION)).toBe(false);
  });

  it('leaves the old session alone when signing in again fails', async () => {
    const auth = await startAuthApp();
    const browser = await auth.signIn();
    auth.tokens.answer = () => Promise.reject(new TokenEndpointUnreachable());

    await auth.signIn(browser);

    expect((await browser.fetch('/auth/session')).status).toBe(200);
  });

  it.each([
    [403, 'access_denied', 'error=access_denied&error_description=%3Cscript%3E'],
    [403, 'access_denied', 'oauth_exception=access_denied'],
    [403, 'identity_refused', 'identity_exception=access_denied'],
    [403, 'identity_refused', 'identity_exception=%3Cscript%3Ealert(1)%3C/script%3E'],
    [400, 'authorization_refused', 'oauth_exception=invalid_scope'],
    [400, 'authorization_refused', 'oauth_exception=%3Cscript%3Ealert(1)%3C/script%3E'],
    [400, 'authorization_refused', 'oauth_exception=invalid_request&exception_details=too_many_redirects'],
    [400, 'authorization_refused', 'error=constructor&exception_details=__proto__'],
    [502, 'livechat_unavailable', 'error=server_error'],
    [502, 'livechat_unavailable', 'oauth_exception=temporarily_unavailable'],
  ])('has a page of its own: %i %s for %s', async (status, reason, query) => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    const callback = await auth.start(browser, '?return_to=/reports');
    const state = callback.slice(callback.indexOf('&state='));

    const answer = await browser.go(`/auth/livechat/callback?${query}${state}`);

    expect(answer.status).toBe(status);
    expect(answer.text).toContain(`auth.${reason}`);
    expect(answer.text).not.toContain('script>');
    expect(answer.text).toContain('href="/auth/livechat?return_to=%2Freports"');
    expect(clearedCookiesOf(answer)).toEqual([expect.stringMatching(/^livechat_flow_/)]);
    expect(auth.tokens.exchanged).toEqual([]);
  });

  it('explains what LiveChat said in words of ours', async () => {
    const auth = await startAuthApp();

    const answer = await auth
      .browser()
      .go('/auth/livechat/callback?oauth_exception=invalid_request&exception_details=too_many_redirects');

    expect(answer.text).toContain('Wait half a minute');
  });

  it('is refused when LiveChat chose another organization, and gives the tokens back', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    auth.tokens.answer = () => Promise.resolve(issuedTokens({ organizationId: OTHER_ORGANIZATION }));

    const answer = await browser.go(await auth.start(browser, `?organization_id=${ORGANIZATION}`));

    expect(answer.status).toBe(403);
    expect(answer.text).toContain('auth.other_organization');
    expect(auth.tokens.revoked).toMatchObject([{ organizationId: OTHER_ORGANIZATION }]);
    expect(browser.cookies.has(SESSION)).toBe(false);
  });

  it('does not disconnect an account that is connected to the organization LiveChat chose', async () => {
    const auth = await startAuthApp();
    auth.tokens.answer = () => Promise.resolve(issuedTokens({ organizationId: OTHER_ORGANIZATION }));
    await auth.signIn();
    const browser = auth.browser();

    const answer = await browser.go(await auth.start(browser, `?organization_id=${ORGANIZATION}`));

    expect(answer.status).toBe(403);
    expect(auth.tokens.revoked).toEqual([]);
  });
});
