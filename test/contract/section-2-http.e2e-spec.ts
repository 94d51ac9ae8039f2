import { describe, expect, it } from '@jest/globals';

import { AGENTS } from '../../sandbox/index.js';
import { type RunningApp, startApp } from '../support/start-app.js';

const { alice } = AGENTS;
const echo = '/livechat/agent/action/_echo';
const HOUR = 3_600_000;

describe('the gateway’s methods', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    'take %s to LiveChat as it is',
    async (method) => {
      const app = await startApp();
      const browser = await app.signIn(alice.accountId);

      const answer = await browser.fetch(`${echo}?a=1&a=2`, { method });

      expect(answer.status).toBe(200);
      expect(answer.json()).toMatchObject({ method, url: '/v3.6/agent/action/_echo?a=1&a=2' });
    },
  );

  it('take HEAD to LiveChat as HEAD, and answer without a body', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);

    const answer = await browser.fetch(`${echo}?header=x-debug-id:7`, { method: 'HEAD' });

    expect([answer.status, answer.text, answer.headers['x-debug-id']]).toEqual([200, '', '7']);
    expect(app.sandbox.requests.last?.method).toBe('HEAD');
  });

  it('are no others: LiveChat does not see a TRACE or an OPTIONS', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    app.sandbox.requests.clear();

    const answers = [
      await browser.fetch(echo, { method: 'OPTIONS' }),
      await browser.fetch(echo, { method: 'TRACE' }),
    ];

    for (const answer of answers) {
      expect([404, 405]).toContain(answer.status);
      expect(answer.json()).toEqual({ error: expect.objectContaining({ message: expect.any(String) }) });
    }
    expect(app.sandbox.requests.all).toEqual([]);
  });
});

describe('the gateway’s path', () => {
  it('gets the version of LIVECHAT_API_VERSION when it names none', async () => {
    const app = await startApp({ env: { LIVECHAT_API_VERSION: '3.7' } });
    const browser = await app.signIn(alice.accountId);

    await browser.fetch(echo);
    await browser.fetch('/livechat/v3.5/agent/action/_echo');

    expect(app.sandbox.requests.to('/v3.').map(({ path }) => path)).toEqual([
      '/v3.7/agent/action/_echo',
      '/v3.5/agent/action/_echo',
    ]);
  });
});

/** What the shape in LiveChat's own words must be, to the last field. */
const livechatError = (type: string, data: object) => ({
  error: { type, message: expect.stringMatching(/^[A-Z].*\.$/s), data },
});

describe('an error of ours under /livechat', () => {
  const reconnect = (app: RunningApp) => ({ reconnect_url: `${app.url}/auth/livechat` });

  it('is exactly LiveChat’s shape with a reason and where to connect again', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    app.sandbox.faults.revoke(alice);

    const stranger = await app.call(echo);
    const dead = await browser.fetch(echo);

    expect(stranger.json()).toEqual(
      livechatError('authentication', { reason: 'not_signed_in', ...reconnect(app) }),
    );
    expect(dead.status).toBe(401);
    expect(dead.json()).toEqual(
      livechatError('authentication', { reason: 'reauthorization_required', ...reconnect(app) }),
    );
  });

  it('is exactly LiveChat’s shape for paths, other sites, tenants and sizes', async () => {
    const app = await startApp({ env: { BODY_LIMIT_BYTES: '10' } });
    const browser = await app.signIn(alice.accountId);
    const other = '00000000-0000-4000-8000-000000000000';

    const answers = [
      await browser.fetch('/livechat/agent%2faction/x'),
      await browser.fetch('/livechat/partners/x'),
      await browser.fetch(echo, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } }),
      await browser.fetch(echo, { headers: { 'LiveChat-Organization-Id': other } }),
      await browser.fetch(echo, { method: 'POST', body: 'x'.repeat(11) }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([400, 403, 403, 409, 413]);
    expect(answers.map((answer) => answer.json())).toEqual([
      livechatError('validation', { reason: 'invalid_path' }),
      livechatError('authorization', { reason: 'forbidden_path' }),
      livechatError('authorization', { reason: 'cross_site_request' }),
      livechatError('validation', { reason: 'tenant_mismatch' }),
      livechatError('entity_too_large', { reason: 'body_too_large' }),
    ]);
    for (const answer of answers) expect(answer.headers['content-type']).toContain('application/json');
  });

  it('keeps LiveChat’s shape for a browser too', async () => {
    const app = await startApp();

    const answer = await app.browser().go(echo);

    expect([answer.status, answer.headers['content-type']]).toEqual([
      401,
      expect.stringContaining('application/json'),
    ]);
  });

  it('carries Retry-After with renewal_unavailable alone', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    await app.clock.advance(9 * HOUR);
    app.sandbox.faults.tooManyRequests({ on: 'token', retryAfterSeconds: 17 });

    const answer = await browser.fetch(echo);

    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '17']);
    expect(answer.json()).toEqual(livechatError('service_unavailable', { reason: 'renewal_unavailable' }));
  });
});

describe('an error elsewhere', () => {
  it('is a problem of RFC 9457 for a program, never a page and never a redirect', async () => {
    const app = await startApp();
    const cases = [
      ['/auth/session', 401, 'not_signed_in'],
      ['/auth/livechat?prompt=none', 400, 'invalid_parameter'],
      ['/auth/livechat?return_to=//evil.example', 400, 'invalid_return_to'],
      ['/auth/livechat/callback', 400, 'nothing_to_finish'],
      ['/nothing', 404, 'not_found'],
    ] as const;

    for (const [path, status, reason] of cases) {
      const answer = await app.call(path, { headers: { accept: '*/*' } });

      expect(answer.status).toBe(status);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.json()).toMatchObject({
        type: expect.any(String),
        title: expect.any(String),
        status,
        detail: expect.stringMatching(/\.$/),
        reason,
        requestId: answer.headers['x-request-id'],
      });
    }
  });

  it('is a page for a browser, with its code, the request’s id and one next step', async () => {
    const app = await startApp();

    const answer = await app.browser().go('/auth/session');

    expect([answer.status, answer.headers['content-type']]).toEqual([
      401,
      expect.stringContaining('text/html'),
    ]);
    expect(answer.text).toContain('auth.not_signed_in');
    expect(answer.text).toContain(String(answer.headers['x-request-id']));
    expect(answer.text.match(/class="button"/g)).toHaveLength(1);
  });
});

describe('what anybody may ask', () => {
  it('is whether the process lives, and whether it is ready', async () => {
    const app = await startApp();

    const [live, ready] = [await app.call('/health/live'), await app.call('/health/ready')];

    expect([live.status, live.json()]).toEqual([200, { status: 'ok' }]);
    expect(ready.status).toBe(200);
    expect(ready.json()).toMatchObject({ status: 'ok', error: {} });
    expect(Object.keys(ready.json().details as object)).toEqual([
      'database',
      'migrations',
      'keys',
      'token_endpoint',
    ]);
  });

  it('is what our routes are: a page and its document', async () => {
    const app = await startApp();

    const [page, document] = [await app.browser().go('/docs'), await app.call('/docs/openapi.json')];

    expect([page.status, page.headers['content-type']]).toEqual([200, expect.stringContaining('text/html')]);
    expect([document.status, document.json().openapi]).toEqual([200, expect.stringMatching(/^3\./)]);
    for (const path of ['/', '/auth/livechat', '/auth/livechat/callback', '/auth/livechat/install'])
      expect(document.json().paths[path]?.get).toBeDefined();
    expect(Object.keys(document.json().paths['/auth/session'] as object)).toEqual(['get', 'delete']);
  });
});

describe('a request’s id', () => {
  it('is the caller’s own when it is harmless, and is the same in the answer and in the log', async () => {
    const app = await startApp();
    const given = 'a-callers-own-id.1';

    const [own, forged] = [
      await app.call('/health/live', { headers: { 'x-request-id': given } }),
      await app.call('/health/live?token=seen', { headers: { 'x-request-id': 'x"} forged {"' } }),
    ];
    const line = (id: unknown) => app.logLines.of('http.answered').find(({ requestId }) => requestId === id);

    expect(own.headers['x-request-id']).toBe(given);
    expect(forged.headers['x-request-id']).toMatch(/^[\w-]{36}$/);
    expect(line(given)).toMatchObject({ method: 'GET', path: '/health/live', status: 200 });
    expect(line(forged.headers['x-request-id'])).toMatchObject({ path: '/health/live' });
    expect(app.logs.join('')).not.toContain('token=seen');
  });
});
