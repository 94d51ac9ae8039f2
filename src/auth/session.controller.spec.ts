import { describe, expect, it } from '@jest/globals';

import { ApiKeys } from './api-keys/api-keys.js';
import { startAuthApp } from './testing/auth-app.js';
import { issuedTokens, ORGANIZATION } from './testing/fake-tokens.js';

const DELETE = { method: 'DELETE' } as const;

describe('signing out', () => {
  it('ends this browser’s session and takes its cookie', async () => {
    const auth = await startAuthApp();
    const browser = await auth.signIn();
    const cookie = `livechat_session=${browser.cookies.get('livechat_session') ?? ''}`;

    const answer = await browser.fetch('/auth/session', DELETE);

    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(browser.cookies.has('livechat_session')).toBe(false);
    expect((await auth.browser().go('/auth/session', { headers: { cookie } })).status).toBe(401);
  });

  it('leaves other browsers of the account signed in, and the account connected', async () => {
    const auth = await startAuthApp();
    const browser = await auth.signIn();
    const other = await auth.signIn();

    await browser.fetch('/auth/session', DELETE);

    expect((await other.fetch('/auth/session')).status).toBe(200);
    expect(auth.tokens.revoked).toEqual([]);
  });
});

describe('disconnecting', () => {
  it('revokes the grant and ends every session of the account', async () => {
    const auth = await startAuthApp();
    const browser = await auth.signIn();
    const other = await auth.signIn();

    const answer = await browser.fetch('/auth/livechat', DELETE);

    expect(answer.status).toBe(204);
    expect(auth.tokens.revoked).toMatchObject([{ organizationId: ORGANIZATION }]);
    expect(browser.cookies.has('livechat_session')).toBe(false);
    expect((await other.fetch('/auth/session')).status).toBe(401);
  });

  it('leaves colleagues signed in', async () => {
    const auth = await startAuthApp();
    const browser = await auth.signIn();
    auth.tokens.grants.clear();
    auth.tokens.answer = () => Promise.resolve(issuedTokens({ accountId: 'colleague' }));
    const colleague = await auth.signIn();

    await browser.fetch('/auth/livechat', DELETE);

    expect((await colleague.fetch('/auth/session')).status).toBe(200);
  });

  it('leaves the session, so that one can try again, when the grant could not be deleted', async () => {
    const auth = await startAuthApp();
    const browser = await auth.signIn();
    auth.tokens.revoke = () => Promise.reject(new Error('database gone'));

    expect((await browser.fetch('/auth/livechat', DELETE)).status).toBe(500);
    expect((await browser.fetch('/auth/session')).status).toBe(200);
  });
});

describe.each(['/auth/session', '/auth/livechat'])('DELETE %s', (path) => {
  it('needs a session', async () => {
    const auth = await startAuthApp();

    expect((await auth.browser().fetch(path, DELETE)).status).toBe(401);
  });

  it('is not for keys', async () => {
    const auth = await startAuthApp();
    await auth.signIn();
    const { key } = await auth.app.get(ApiKeys).create({ role: 'caller', organizationId: ORGANIZATION });

    const answer = await auth
      .browser()
      .fetch(path, { ...DELETE, headers: { authorization: `Bearer ${key}` } });

    expect([answer.status, answer.json().reason]).toEqual([403, 'session_required']);
    expect(auth.tokens.revoked).toEqual([]);
  });

  it('is refused to pages of other sites, and changes nothing', async () => {
    const auth = await startAuthApp();
    const browser = await auth.signIn();

    const answer = await browser.fetch(path, {
      ...DELETE,
      headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    });

    expect(answer.status).toBe(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect((await browser.fetch('/auth/session')).status).toBe(200);
  });

  it('is open to pages of an allowed origin', async () => {
    const auth = await startAuthApp({ allowedOrigins: ['https://widget.example'] });
    const browser = await auth.signIn();

    const answer = await browser.fetch(path, {
      ...DELETE,
      headers: { 'sec-fetch-site': 'same-site', origin: 'https://widget.example' },
    });

    expect(answer.status).toBe(204);
  });

  it('answers a cookie whose session is over with 401', async () => {
    const auth = await startAuthApp();
    const browser = await auth.signIn();
    await auth.clock.advance(61 * 60_000);

    expect((await browser.fetch(path, DELETE)).status).toBe(401);
  });
});
