import { describe, expect, it } from '@jest/globals';

import { AGENTS } from '../../sandbox/index.js';
import { type RunningApp, startApp } from '../support/start-app.js';

const { alice } = AGENTS;
const FRIEND = 'https://app.example';
const path = '/livechat/agent/action/list_chats';

const startFriendly = (): Promise<RunningApp> => startApp({ env: { ALLOWED_ORIGINS: FRIEND } });

describe('an unsafe request with our cookie', () => {
  it.each([
    ['from another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['from a sibling host', { 'sec-fetch-site': 'same-site', origin: 'https://evil.app.example' }],
    ['from nowhere in particular', { 'sec-fetch-site': 'none' }],
    ['from another origin, by an old browser', { origin: 'https://evil.example' }],
    ['from a sandboxed frame', { origin: 'null' }],
    ['that says nothing of where it comes from', {}],
    ['whose metadata and origin contradict', { 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1' }],
  ])('is refused %s', async (_from, headers) => {
    const app = await startFriendly();
    const browser = await app.signIn(alice.accountId);

    const called = await browser.go(path, { method: 'POST', body: '{}', headers });
    const signedOut = await browser.go('/auth/session', { method: 'DELETE', headers });

    expect([called.status, called.json().error.data.reason]).toEqual([403, 'cross_site_request']);
    expect(signedOut.status).toBe(403);
    expect(app.sandbox.requests.to('/v3.6/')).toEqual([]);
    expect((await browser.fetch('/auth/session')).status).toBe(200);
  });

  it.each([
    ['from our own page', { 'sec-fetch-site': 'same-origin' }],
    ['from our own page, by an old browser', { origin: 'OURS' }],
    ['from an allowed origin', { 'sec-fetch-site': 'cross-site', origin: FRIEND }],
    ['from an allowed origin, by an old browser', { origin: FRIEND }],
  ])('is answered %s', async (_from, headers) => {
    const app = await startFriendly();
    const browser = await app.signIn(alice.accountId);
    const told = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('OURS', app.url)]),
    );

    expect((await browser.go(path, { method: 'POST', body: '{}', headers: told })).status).toBe(200);
  });

  it('is told of a bad path first', async () => {
    const app = await startFriendly();
    const browser = await app.signIn(alice.accountId);

    const answer = await browser.go('/livechat/agent//x', {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });

    expect([answer.status, answer.json().error.data.reason]).toEqual([400, 'invalid_path']);
  });

  it('is not asked where it comes from when it only reads', async () => {
    const app = await startFriendly();
    const browser = await app.signIn(alice.accountId);

    const answer = await browser.go('/auth/session', { headers: { 'sec-fetch-site': 'cross-site' } });

    expect(answer.status).toBe(200);
  });

  it('is not asked when a key makes it', async () => {
    const app = await startFriendly();
    await app.signIn(alice.accountId);
    const key = await app.createKey({ organizationId: alice.organizationIds[0] });

    const answer = await app.call(path, {
      method: 'POST',
      body: '{}',
      headers: {
        authorization: `Bearer ${key}`,
        'sec-fetch-site': 'cross-site',
        origin: 'https://evil.example',
      },
    });

    expect(answer.status).toBe(200);
  });
});

describe('CORS', () => {
  const preflight = (app: RunningApp, origin: string) =>
    app.call(path, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });

  it('answers an allowed origin, with credentials', async () => {
    const app = await startFriendly();

    const answer = await preflight(app, FRIEND);

    expect(answer.headers['access-control-allow-origin']).toBe(FRIEND);
    expect(answer.headers['access-control-allow-credentials']).toBe('true');
  });

  it.each(['https://evil.example', 'https://app.example.evil.example', 'null', 'http://app.example'])(
    'does not answer %s',
    async (origin) => {
      const app = await startFriendly();

      expect((await preflight(app, origin)).headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  it('keeps LiveChat’s own CORS headers away and gives ours to an allowed origin', async () => {
    const app = await startFriendly();
    const browser = await app.signIn(alice.accountId);

    const answer = await browser.go(path, { method: 'POST', body: '{}', headers: { origin: FRIEND } });

    expect(answer.status).toBe(200);
    expect(answer.headers['access-control-allow-origin']).toBe(FRIEND);
    expect(String(answer.headers.vary).toLowerCase()).toContain('origin');
  });
});
