import { describe, expect, it } from '@jest/globals';

import { startApp } from '../support/start-app.js';

describe('a browser that starts again and again', () => {
  it('gets a page with a button at its fourth start in 30 seconds, and the button works', async () => {
    const app = await startApp();
    const browser = app.browser();
    for (let start = 0; start < 3; start += 1) {
      expect((await browser.go('/auth/livechat?return_to=/docs')).status).toBe(302);
    }

    const fourth = await browser.go('/auth/livechat?return_to=/docs');

    expect(fourth.status).toBe(429);
    expect(Number(fourth.headers['retry-after'])).toBeGreaterThan(0);
    expect(fourth.headers['content-type']).toContain('text/html');
    const [, button = ''] = /href="(\/auth\/livechat\?[^"]*confirmed=1[^"]*)"/.exec(fourth.text) ?? [];
    const href = button.replaceAll('&amp;', '&');
    expect(new URL(href, app.url).searchParams.get('return_to')).toBe('/docs');
    expect((await browser.go(href)).status).toBe(302);
  });

  it('may start again after 30 seconds', async () => {
    const app = await startApp();
    const browser = app.browser();
    for (let start = 0; start < 4; start += 1) await browser.go('/auth/livechat');
    await app.clock.advance(31_000);

    expect((await browser.go('/auth/livechat')).status).toBe(302);
  });

  it('does not keep others from starting', async () => {
    const app = await startApp();
    const browser = app.browser();
    for (let start = 0; start < 4; start += 1) await browser.go('/auth/livechat');

    expect((await app.browser().go('/auth/livechat')).status).toBe(302);
  });

  it('never fills its cookie jar: old flows are dropped', async () => {
    const app = await startApp();
    const browser = app.browser();
    for (let start = 0; start < 30; start += 1) await browser.go('/auth/livechat?confirmed=1');

    expect([...browser.cookies].filter(([name]) => name.includes('flow')).length).toBeLessThanOrEqual(8);
  });
});
