import { describe, expect, it } from '@jest/globals';

import { signInThroughSandbox } from '../support/sign-in.js';
import { startApp } from '../support/start-app.js';

describe('return_to', () => {
  it.each([
    'https://evil.example',
    'https://evil.example/livechat',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    'http:evil.example',
    'https:/evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://app.example.evil.example/',
    'https://app.example@evil.example/',
    'https://user@app.example/',
    'http://app.example/',
    'https://app.example:444/',
    'evil.example',
    '.',
    '?x=1',
    '/path\u0000',
    '/%0d%0aSet-Cookie: x=1\r\n',
    '/.//evil.example',
    '/..//evil.example',
    'x'.repeat(5000),
  ])('refuses %j and starts nothing', async (target) => {
    const app = await startApp({ env: { ALLOWED_ORIGINS: 'https://app.example' } });

    const answer = await app.browser().go(`/auth/livechat?return_to=${encodeURIComponent(target)}`);

    expect(answer.status).toBe(400);
    expect(answer.headers.location).toBeUndefined();
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it.each([
    ['/', '/'],
    ['/docs?x=%2F%2Fevil.example#part', '/docs?x=%2F%2Fevil.example#part'],
    ['https://app.example', 'https://app.example'],
    ['https://app.example/settings?tab=1', 'https://app.example/settings?tab=1'],
  ])('leads to %s', async (target, location) => {
    const app = await startApp({ env: { ALLOWED_ORIGINS: 'https://app.example' } });

    const back = await signInThroughSandbox(app.browser(), app.sandbox, {
      startAt: `/auth/livechat?return_to=${encodeURIComponent(target)}`,
    });

    expect(back.status).toBe(302);
    expect(String(back.headers.location).replace(/\/$/, '')).toBe(location.replace(/\/$/, ''));
  });
});
