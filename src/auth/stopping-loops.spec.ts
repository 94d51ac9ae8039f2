import { describe, expect, it } from '@jest/globals';

import type { Browser } from '../../test/support/browser.js';
import { startAuthApp } from './testing/auth-app.js';

const start = async (browser: Browser, query = '') => browser.go(`/auth/livechat${query}`);

describe('stopping sign-in loops', () => {
  it('answers the fourth start within 30 seconds with a page and a button', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    for (let round = 1; round <= 3; round += 1) {
      expect((await start(browser)).status).toBe(302);
      await auth.clock.advance(1_000);
    }

    const fourth = await start(browser, '?return_to=/reports%3Fa%3D1%26b%3D2&prompt=consent');

    expect([fourth.status, fourth.headers['retry-after']]).toEqual([429, '27']);
    expect(fourth.text).toContain(
      'href="/auth/livechat?confirmed=1&amp;return_to=%2Freports%3Fa%3D1%26b%3D2&amp;prompt=consent"',
    );
  });

  it('never stops a confirmed start', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();

    for (let round = 1; round <= 6; round += 1) {
      expect((await start(browser, '?confirmed=1')).status).toBe(302);
    }
  });

  it('counts confirmed starts too, as LiveChat does', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    for (let round = 1; round <= 3; round += 1) await start(browser, '?confirmed=1');

    expect((await start(browser)).status).toBe(429);
  });

  it('starts again when 30 seconds have passed', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    for (let round = 1; round <= 3; round += 1) await start(browser);

    await auth.clock.advance(30_000);

    expect((await start(browser)).status).toBe(302);
  });

  it('counts each browser by itself', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    for (let round = 1; round <= 3; round += 1) await start(browser);

    expect((await start(auth.browser())).status).toBe(302);
  });

  it('is not confused by a cookie somebody wrote', async () => {
    const auth = await startAuthApp();

    const answer = await auth
      .browser()
      .go('/auth/livechat', { headers: { cookie: 'livechat_starts=zzzzzzzzzzz.-1.%00...' } });

    expect(answer.status).toBe(302);
  });

  it('starts a sign-in of its own for an installation, and leaves the code alone', async () => {
    const auth = await startAuthApp();

    const answer = await auth.browser().go('/auth/livechat/install?code=dal%3Aattacker&state=theirs');

    const target = new URL(String(answer.headers.location));
    expect([answer.status, target.origin]).toEqual([302, 'https://accounts.example']);
    expect(target.searchParams.get('state')).not.toBe('theirs');
    expect(auth.tokens.exchanged).toEqual([]);
  });

  it('does so once in 30 seconds, then shows a button', async () => {
    const auth = await startAuthApp();
    const browser = auth.browser();
    await browser.go('/auth/livechat/install?code=one');

    const second = await browser.go('/auth/livechat/install?code=two');
    await auth.clock.advance(30_000);
    const later = await browser.go('/auth/livechat/install?code=three');

    expect([second.status, second.headers['retry-after']]).toEqual([429, '30']);
    expect(second.text).toContain('href="/auth/livechat?confirmed=1"');
    expect(later.status).toBe(302);
  });

  it('tells who denied an installation so, and starts nothing', async () => {
    const auth = await startAuthApp();

    const answer = await auth.browser().go('/auth/livechat/install?oauth_exception=access_denied');

    expect(answer.status).toBe(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('limits starts by address in production', async () => {
    const auth = await startAuthApp({ isProduction: true });
    const answers = [];
    for (let round = 0; round <= 60; round += 1) {
      answers.push(await auth.browser().go('/auth/livechat', { headers: { accept: 'application/json' } }));
    }

    const last = answers.at(-1)!;
    expect(answers.filter(({ status }) => status === 302)).toHaveLength(60);
    expect(last.status).toBe(429);
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
    expect(last.headers['content-type']).toContain('application/problem+json');
    expect(last.json()).toMatchObject({ status: 429, reason: 'too_many_requests' });
  });
});
