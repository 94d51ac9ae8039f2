import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../../sandbox/index.js';
import { storedText } from '../support/database.js';
import { signInThroughSandbox } from '../support/sign-in.js';
import { type RunningApp, startApp } from '../support/start-app.js';

const { alice, bob } = AGENTS;
const { northwind } = ORGANIZATIONS;
const SECURE = 'https://chat.example';

const cookiesOf = (answer: { headers: Readonly<Record<string, string | string[] | undefined>> }): string[] =>
  [answer.headers['set-cookie'] ?? []].flat();

/** The app as it is behind a TLS terminator: the sandbox must know its redirect address. */
async function startSecure(): Promise<RunningApp> {
  const app = await startApp({ env: { PUBLIC_URL: SECURE } });
  const [client] = app.sandbox.clients;
  if (client) app.sandbox.registerClient({ ...client, redirectUris: [`${SECURE}/auth/livechat/callback`] });
  return app;
}

describe('what LiveChat is asked', () => {
  it('is LIVECHAT_SCOPES with commas, the consent and the organization that were asked for', async () => {
    const app = await startApp({ env: { LIVECHAT_SCOPES: 'chats--all:ro, chats--all:rw' } });

    const start = await app.browser().go(`/auth/livechat?prompt=consent&organization_id=${northwind.id}`);

    const asked = new URL(String(start.headers.location)).searchParams;
    expect(asked.get('scope')).toBe('chats--all:ro,chats--all:rw');
    expect(asked.get('prompt')).toBe('consent');
    expect(asked.get('organization_id')).toBe(northwind.id);
  });

  it('is no scope, no consent and no organization when nobody asked for them', async () => {
    const app = await startApp();

    const start = await app.browser().go('/auth/livechat');

    const asked = [...new URL(String(start.headers.location)).searchParams.keys()].sort();
    expect(asked).toEqual([
      'client_id',
      'code_challenge',
      'code_challenge_method',
      'redirect_uri',
      'response_type',
      'state',
    ]);
  });
});

describe('cookies', () => {
  it('on http have plain names, for this host alone, out of reach of scripts and other sites', async () => {
    const app = await startApp();
    const browser = app.browser();
    const start = await browser.go('/auth/livechat');
    const back = await browser.go(app.sandbox.authorize(String(start.headers.location)).location);

    const set = [...cookiesOf(start), ...cookiesOf(back)];
    expect(set.length).toBeGreaterThanOrEqual(3);
    for (const line of set) {
      expect(line).toMatch(/^livechat_\w+=/);
      expect(line).toMatch(/; Path=\/(;|$)/);
      expect(line).toContain('; HttpOnly');
      expect(line).toContain('; SameSite=Lax');
      expect(line).not.toMatch(/; (Secure|Domain)/);
    }
  });

  it('on https have __Host- names and are Secure, whatever the connection to us is', async () => {
    const app = await startSecure();
    const browser = app.browser();
    const start = await browser.go('/auth/livechat');
    const { location } = app.sandbox.authorize(String(start.headers.location));
    const back = await browser.go(location.replace(SECURE, ''));

    expect([back.status, back.headers.location]).toEqual([302, '/']);
    const set = [...cookiesOf(start), ...cookiesOf(back)];
    for (const line of set) {
      expect(line).toMatch(/^__Host-livechat_\w+=/);
      for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax'])
        expect(line).toContain(`; ${attribute}`);
      expect(line).not.toContain('Domain');
    }
    expect((await browser.fetch('/auth/session')).status).toBe(200);
    expect(back.headers['strict-transport-security']).toBeDefined();
  });

  it('live as long as what they carry: ten minutes for a flow, SESSION_MAX_SECONDS for a session', async () => {
    const app = await startApp({ env: { SESSION_MAX_SECONDS: '7200' } });
    const browser = app.browser();
    const start = await browser.go('/auth/livechat');
    const back = await browser.go(app.sandbox.authorize(String(start.headers.location)).location);

    expect(cookiesOf(start).find((line) => line.startsWith('livechat_flow_'))).toContain('Max-Age=600');
    expect(cookiesOf(back).find((line) => line.startsWith('livechat_session='))).toContain('Max-Age=7200');
    expect(cookiesOf(back).find((line) => line.startsWith('livechat_flow_'))).toContain('Max-Age=0');
  });

  it('hold nothing of LiveChat’s: no token, no id, no state', async () => {
    const app = await startApp();
    const browser = app.browser();
    const start = await browser.go('/auth/livechat');
    const state = new URL(String(start.headers.location)).searchParams.get('state') ?? '';
    await browser.go(app.sandbox.authorize(String(start.headers.location), { agent: alice }).location);

    const held = [...browser.cookies, ...cookiesOf(start)].join(' ');
    for (const secret of [state, alice.accountId, northwind.id, ...app.sandbox.tokens.aliveAccessTokens()])
      expect(held).not.toContain(secret);
    expect(await storedText(app.env)).not.toContain(browser.cookies.get('livechat_session'));
  });
});

describe('a return that LiveChat or a person spoiled', () => {
  const cases = [
    ['error=access_denied', 403, 'auth.access_denied'],
    ['oauth_exception=access_denied', 403, 'auth.access_denied'],
    ['oauth_exception=invalid_scope', 400, 'auth.authorization_refused'],
    [
      'oauth_exception=unauthorized_client&exception_details=too_many_redirects',
      400,
      'auth.authorization_refused',
    ],
    ['identity_exception=identity_lost', 403, 'auth.identity_refused'],
    ['identity_exception=access_denied', 403, 'auth.identity_refused'],
  ] as const;

  it('gets a page of its own for each kind, a 4xx with one way on, and LiveChat is not asked', async () => {
    const app = await startApp();
    const pages = new Set<string>();

    for (const [query, status, code] of cases) {
      await app.clock.advance(31_000);
      const browser = app.browser();
      const start = await browser.go('/auth/livechat?return_to=%2Freports');
      const state = new URL(String(start.headers.location)).searchParams.get('state') ?? '';

      const page = await browser.go(`/auth/livechat/callback?${query}&state=${state}`);

      expect([query, page.status, page.text.includes(code)]).toEqual([query, status, true]);
      expect(page.text).toContain('/auth/livechat?return_to=%2Freports');
      pages.add(/class="lede">([^<]+)/.exec(page.text)?.[1] ?? '');
    }

    expect(pages.size).toBeGreaterThanOrEqual(5);
    expect(app.sandbox.requests.all).toEqual([]);
  });

  it('is told to a program with the same code, and not with a redirect', async () => {
    const app = await startApp();

    const answer = await app.call('/auth/livechat/callback?error=access_denied&state=x');

    expect([answer.status, answer.json().reason]).toEqual([403, 'access_denied']);
  });

  it('leaves the agent who denied unconnected, and starts again from the page', async () => {
    const app = await startApp();
    const browser = app.browser();

    const page = await signInThroughSandbox(browser, app.sandbox, { agent: bob, deny: true });

    expect(page.status).toBe(403);
    expect((await browser.fetch('/auth/session')).status).toBe(401);
    expect((await signInThroughSandbox(browser, app.sandbox, { agent: bob })).status).toBe(302);
  });
});

describe('the guard against loops', () => {
  it('answers a fourth start with 429, Retry-After and a button that keeps the query', async () => {
    const app = await startApp();
    const browser = app.browser();
    const path = '/auth/livechat?return_to=%2Freports&prompt=consent';
    for (let start = 0; start < 3; start += 1) expect((await browser.go(path)).status).toBe(302);

    const page = await browser.go(path);
    const program = await browser.go(path, { headers: { accept: 'application/json' } });

    expect(page.status).toBe(429);
    expect(Number(page.headers['retry-after'])).toBeGreaterThan(0);
    const [, href = ''] = /class="button" href="([^"]+)"/.exec(page.text) ?? [];
    const button = new URL(href.replaceAll('&amp;', '&'), app.url);
    expect(Object.fromEntries(button.searchParams)).toEqual({
      confirmed: '1',
      return_to: '/reports',
      prompt: 'consent',
    });
    expect((await browser.go(button.pathname + button.search)).status).toBe(302);
    expect([program.status, program.headers['content-type']]).toEqual([
      429,
      expect.stringContaining('problem+json'),
    ]);
  });
});

describe('a sign-in by another method than GET', () => {
  it.each(['/auth/livechat', '/auth/livechat/callback?code=x&state=y', '/auth/livechat/install'])(
    'begins and ends nothing: HEAD and POST %s',
    async (path) => {
      const app = await startApp();

      const [head, post] = [
        await app.call(path, { method: 'HEAD' }),
        await app.call(path, { method: 'POST' }),
      ];

      expect(head.status).toBe(405);
      expect([404, 405]).toContain(post.status);
      expect([...cookiesOf(head), ...cookiesOf(post)]).toEqual([]);
      expect(app.sandbox.requests.all).toEqual([]);
    },
  );
});
