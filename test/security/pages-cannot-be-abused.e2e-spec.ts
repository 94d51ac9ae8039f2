import { describe, expect, it } from '@jest/globals';

import { AGENTS } from '../../sandbox/index.js';
import { startApp } from '../support/start-app.js';

const { alice } = AGENTS;
const SCRIPT = '<script>alert(1)</script>';

describe('a page', () => {
  it.each([
    `/auth/livechat/callback?error=${encodeURIComponent(SCRIPT)}&error_description=${encodeURIComponent(SCRIPT)}&state=x`,
    `/auth/livechat/callback?oauth_exception=${encodeURIComponent(SCRIPT)}&exception_details=${encodeURIComponent(SCRIPT)}`,
    `/auth/livechat?return_to=${encodeURIComponent(SCRIPT)}`,
    `/auth/livechat?organization_id=${encodeURIComponent(SCRIPT)}`,
    `/auth/livechat?prompt=${encodeURIComponent(SCRIPT)}`,
    `/${encodeURIComponent(SCRIPT)}`,
    `/livechat/agent/${encodeURIComponent(SCRIPT)}`,
  ])('does not repeat what the address holds: %s', async (path) => {
    const app = await startApp();

    const answer = await app.browser().go(path);

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toContain('alert(1)');
  });

  it.each(['/', '/auth/livechat/callback', '/nothing'])(
    'runs only its own script, and in nobody’s frame: %s',
    async (path) => {
      const app = await startApp();
      const browser = await app.signIn(alice.accountId);

      const answer = await browser.go(path);

      const policy = String(answer.headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe-|\*/);
      expect(answer.headers['x-frame-options']).toBe('DENY');
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['cache-control']).toContain('no-store');
      expect(answer.text).not.toMatch(/(src|href)="(https?:)?\/\/(?!127\.0\.0\.1|localhost)/);
    },
  );

  it('has a code, a request id and one next step when something was refused', async () => {
    const app = await startApp();

    const answer = await app.browser().go('/auth/livechat/callback?oauth_exception=access_denied');

    const requestId = String(answer.headers['x-request-id']);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).toContain(requestId);
    expect(answer.text.match(/<a [^>]*href="\/auth\/livechat/g)).toHaveLength(1);
  });
});

describe('an answer that LiveChat makes through our origin', () => {
  it('runs no script there, even when it is a page', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    app.sandbox.faults.garbage({ on: 'api', contentType: 'text/html', body: SCRIPT, status: 200 });

    const answer = await browser.go('/livechat/agent/action/_echo');

    expect(answer.text).toBe(SCRIPT);
    expect(answer.headers['content-security-policy']).toContain('sandbox');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });
});
