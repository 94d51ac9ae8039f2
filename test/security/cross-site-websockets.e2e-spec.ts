import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../../sandbox/index.js';
import { openRtm, refusedRtm } from '../support/rtm-peer.js';
import { startApp } from '../support/start-app.js';

const { alice } = AGENTS;
const path = '/livechat/v3.6/agent/rtm/ws';

async function startSignedIn() {
  const app = await startApp({ env: { ALLOWED_ORIGINS: 'https://widget.example' } });
  const browser = await app.signIn(alice.accountId);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  app.sandbox.requests.clear();
  return { app, cookie };
}

/** CWE-1385: browsers send cookies with a WebSocket's handshake, whosever page it is, and let that page read what comes. */
describe('a WebSocket that a page of another site opens', () => {
  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['a name that begins like ours', { origin: 'http://127.0.0.1.evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['nobody who says where from', {}],
    ['whoever claims to be the same site', { 'sec-fetch-site': 'same-origin' }],
  ])('is refused with the cookie: %s', async (_who, headers: Record<string, string>) => {
    const { app, cookie } = await startSignedIn();

    const answer = await refusedRtm(app.url + path, { authorization: undefined, cookie, ...headers });

    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject({
      error: { type: 'authorization', data: { reason: 'cross_site_request' } },
    });
    expect(answer.headers).toMatchObject({ 'x-request-id': expect.any(String) });
    expect(app.sandbox.requests.all).toEqual([]);
  });

  it.each([
    ['our own', (publicUrl: string) => publicUrl],
    ['an allowed one', () => 'https://widget.example'],
  ])('is taken when its origin is %s', async (_which, originOf) => {
    const { app, cookie } = await startSignedIn();
    const origin = originOf(String(app.env.PUBLIC_URL));

    await openRtm(app.url + path, { origin, headers: { authorization: undefined, cookie } });

    expect(app.sandbox.requests.all).toHaveLength(1);
    expect(app.sandbox.requests.all[0]?.headers).not.toHaveProperty('origin');
    expect(app.sandbox.requests.all[0]?.headers).not.toHaveProperty('cookie');
  });

  it('is no concern of a program with a key, nor is the cookie beside it', async () => {
    const { app, cookie } = await startSignedIn();
    const key = await app.createKey({ organizationId: ORGANIZATIONS.northwind.id });

    await openRtm(app.url + path, { headers: { authorization: `Bearer ${key}`, cookie } });

    expect(app.sandbox.requests.all).toHaveLength(1);
  });

  it('gets nothing without a credential', async () => {
    const { app } = await startSignedIn();

    const answer = await refusedRtm(app.url + path, {
      authorization: undefined,
      origin: 'https://evil.example',
    });

    expect(answer.status).toBe(401);
    expect(answer.text).toContain('not_signed_in');
  });
});
