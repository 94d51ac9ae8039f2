import { describe, expect, it } from '@jest/globals';
import { parseSetCookie } from 'cookie';

import type { Answer } from '../../test/support/http.js';
import { AppError } from '../foundation/index.js';
import {
  FixConfiguration,
  SignInRefused,
  TokenEndpointTimeout,
  TokenEndpointUnreachable,
} from '../tokens/index.js';
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
    expect(auth.logLines.of('auth.livechat_refused')).toMatchObject([
      { why: expect.stringContaining('invalid_request, too_many_redirects') },
    ]);
  });

  it('puts no word into the log that LiveChat does not use', async () => {
    const auth = await startAuthApp();

    await auth
      .browser()
      .go('/auth/livechat/callback?oauth_exception=forged-line&exception_details=forged-too');

    expect(auth.logLines.of('auth.livechat_refused')).toHaveLength(1);
    expect(auth.logLines.texts.join('\n')).not.toContain('forged');
  });

  it('is refused when LiveChat chose another organization, and gives the tokens back', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    auth.tokens.answer = () => Promise.resolve(issuedTokens({ organizationId: OTHER_ORGANIZATION }));

    const answer = await browser.go(await auth.start(browser, `?organization_id=${ORGANIZATION}`));

    expect(answer.status).toBe(403);
    expect(answer.text).toContain('auth.other_organization');
    expect(auth.tokens.givenBack).toMatchObject([{ organizationId: OTHER_ORGANIZATION }]);
    expect(browser.cookies.has(SESSION)).toBe(false);
  });

  it('gives the tokens back when they cannot be stored', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    auth.tokens.save = () => Promise.reject(new Error('the disk is full'));

    const answer = await browser.go(await auth.start(browser));

    expect(answer.status).toBe(500);
    expect(auth.tokens.givenBack).toHaveLength(1);
    expect(browser.cookies.has(SESSION)).toBe(false);
  });

  it('does not disconnect an account that is connected to the organization LiveChat chose', async () => {
    const auth = await startAuthApp();
    auth.tokens.answer = () => Promise.resolve(issuedTokens({ organizationId: OTHER_ORGANIZATION }));
    await auth.signIn();
    const browser = auth.browser();

    const answer = await browser.go(await auth.start(browser, `?organization_id=${ORGANIZATION}`));

    expect(answer.status).toBe(403);
    expect(auth.tokens.givenBack).toHaveLength(1);
    expect(auth.tokens.revoked).toEqual([]);
  });
});
