import { describe, expect, it } from '@jest/globals';

import { AGENTS } from '../../sandbox/index.js';
import { signInThroughSandbox } from '../support/sign-in.js';
import { type RunningApp, startApp } from '../support/start-app.js';

const { alice, bob } = AGENTS;

const exchanges = (app: RunningApp): number => app.sandbox.requests.ofGrant('authorization_code').length;

describe('a callback that this browser did not ask for', () => {
  it('is refused without its cookie, and LiveChat is not asked', async () => {
    const app = await startApp();
    const attacker = app.browser();
    const start = await attacker.go('/auth/livechat');
    const { location } = app.sandbox.authorize(String(start.headers.location), { agent: bob });

    const victim = app.browser();
    const answer = await victim.go(location);

    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('text/html');
    expect((await victim.fetch('/auth/session')).status).toBe(401);
    expect(exchanges(app)).toBe(0);
  });

  it('is refused with the cookie of another flow', async () => {
    const app = await startApp();
    const attacker = app.browser();
    const start = await attacker.go('/auth/livechat');
    const { location } = app.sandbox.authorize(String(start.headers.location), { agent: bob });
    const victim = app.browser();
    await victim.go('/auth/livechat');

    expect((await victim.go(location)).status).toBe(400);
    expect(exchanges(app)).toBe(0);
  });

  it('is refused when the attacker’s sealed flow is planted under the name of the victim’s', async () => {
    const app = await startApp();
    const [attacker, victim] = [app.browser(), app.browser()];
    const start = await attacker.go('/auth/livechat');
    await victim.go('/auth/livechat');
    const flowOf = (browser: typeof attacker) =>
      [...browser.cookies].find(([name]) => name.includes('flow'))!;
    victim.cookies.set(flowOf(victim)[0], flowOf(attacker)[1]);
    const { location } = app.sandbox.authorize(String(start.headers.location), { agent: bob });

    expect((await victim.go(location)).status).toBe(400);
    expect(exchanges(app)).toBe(0);
  });

  it.each([
    ['no parameter at all', ''],
    ['a code without a state', '?code=dal%3Acode'],
    ['a state that nobody made', '?code=dal%3Acode&state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['an empty state', '?code=dal%3Acode&state='],
    ['two codes', '?code=a&code=b&state=c'],
    ['two states', '?code=a&state=b&state=c'],
    ['an array in brackets', '?code[]=a&state[]=b'],
  ])('is refused with %s', async (_what, query) => {
    const app = await startApp();
    const browser = app.browser();
    await browser.go('/auth/livechat');

    const answer = await browser.go(`/auth/livechat/callback${query}`);

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(app.sandbox.requests.all).toEqual([]);
  });

  it('is refused for a program too, as a problem and without a redirect', async () => {
    const app = await startApp();

    const answer = await app.call('/auth/livechat/callback?code=x&state=y', {
      headers: { accept: 'application/json' },
    });

    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.headers.location).toBeUndefined();
  });
});

describe('a callback that is used again', () => {
  it('is refused, and the session of the first stays', async () => {
    const app = await startApp();
    const browser = app.browser();
    const start = await browser.go('/auth/livechat');
    const cookies = new Map(browser.cookies);
    const { location } = app.sandbox.authorize(String(start.headers.location), { agent: alice });
    await browser.go(location);
    const copy = app.browser();
    for (const [name, value] of cookies) copy.cookies.set(name, value);

    const again = await copy.go(location);

    expect([400, 409]).toContain(again.status);
    expect(exchanges(app)).toBe(1);
    expect((await browser.fetch('/auth/session')).status).toBe(200);
  });

  it('wins once when it arrives twice at the same moment', async () => {
    const app = await startApp();
    const browser = app.browser();
    const start = await browser.go('/auth/livechat');
    const { location } = app.sandbox.authorize(String(start.headers.location), { agent: alice });

    const answers = await Promise.all([browser.go(location), browser.go(location)]);

    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(302);
    expect([400, 409]).toContain(statuses[1]);
    expect(exchanges(app)).toBe(1);
  });

  it('is refused after ten minutes', async () => {
    const app = await startApp();
    const browser = app.browser();
    const start = await browser.go('/auth/livechat');
    const cookies = new Map(browser.cookies);
    await app.clock.advance(600_001);
    for (const [name, value] of cookies) browser.cookies.set(name, value);

    const { location } = app.sandbox.authorize(String(start.headers.location), { agent: alice });

    expect((await browser.go(location)).status).toBe(400);
    expect(exchanges(app)).toBe(0);
  });
});

describe('the direct installation URL', () => {
  it('never exchanges the code that it is given, and starts a sign-in of its own', async () => {
    const app = await startApp();
    const browser = app.browser();

    const answer = await browser.go('/auth/livechat/install?code=dal%3Aattackers-code&state=x');

    expect(answer.status).toBe(302);
    const target = new URL(String(answer.headers.location));
    expect(target.origin).toBe(app.sandbox.url);
    expect(target.search).not.toContain('attackers-code');
    expect(app.sandbox.requests.all).toEqual([]);
  });

  it('starts at most one in 30 seconds', async () => {
    const app = await startApp();
    const browser = app.browser();
    await browser.go('/auth/livechat/install?code=a');

    const second = await browser.go('/auth/livechat/install?code=b');
    await app.clock.advance(31_000);
    const later = await browser.go('/auth/livechat/install?code=c');

    expect([second.status, later.status]).toEqual([429, 302]);
    expect(second.headers['retry-after']).toBeDefined();
  });
});

describe('session fixation', () => {
  it('is impossible: a sign-in gives a new id and ends the browser’s old session', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    const [name = '', before = ''] =
      [...browser.cookies].find(([cookie]) => cookie.includes('session')) ?? [];

    await signInThroughSandbox(browser, app.sandbox, { agent: bob });

    expect(browser.cookies.get(name)).not.toBe(before);
    const old = app.browser();
    old.cookies.set(name, before);
    expect((await old.fetch('/auth/session')).status).toBe(401);
  });
});
