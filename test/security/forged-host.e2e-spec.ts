import { describe, expect, it } from '@jest/globals';

import { startApp } from '../support/start-app.js';

describe('a forged Host', () => {
  it.each([
    [{ host: 'evil.example' }],
    [{ 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }],
    [{ forwarded: 'host=evil.example;proto=https' }],
  ])('changes neither the callback nor a link: %j', async (headers) => {
    const app = await startApp();

    const start = await app.call('/auth/livechat', { headers });
    const page = await app.call('/', { headers: { ...headers, accept: 'text/html' } });
    const refused = await app.call('/livechat/agent/action/list_chats', {
      method: 'POST',
      headers,
      body: '{}',
    });

    expect(new URL(String(start.headers.location)).searchParams.get('redirect_uri')).toBe(
      `${app.url}/auth/livechat/callback`,
    );
    expect(JSON.stringify([start.headers, page.text, refused.text])).not.toContain('evil.example');
  });
});
