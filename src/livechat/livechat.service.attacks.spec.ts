import { describe, expect, it } from '@jest/globals';

import { LiveChatService } from './livechat.service.js';
import { startGateway } from './testing/start-gateway.js';

const grant = { id: 'grant', organizationId: 'northwind', accountId: 'alice' };

async function startService() {
  const { app, upstream } = await startGateway();
  return { upstream, livechat: app.get(LiveChatService).as(grant) };
}

describe('LiveChatService, led elsewhere', () => {
  it.each([
    [
      'axios CVE-2024-39338: a host without a protocol',
      ['//evil.test/x', '/\\evil.test/x', '\\\\evil.test/x'],
    ],
    [
      'axios CVE-2025-27152: an absolute URL',
      ['http://evil.test/a/b', 'HTTPS://evil.test', 'http:evil.test/a/b'],
    ],
    ['axios CVE-2025-58754: data', ['data:application/json,{}', 'data:a/b/c']],
    [
      'dots, encodings and delimiters',
      ['agent/../v2/token', 'agent/%2e%2e/x', 'agent/action/x?y', 'agent/action/x#y'],
    ],
    ['lines', ['agent/action/x\r\nHost: evil.test', 'agent/action/x\n']],
  ])('%s: calls nothing', async (_advisory, paths) => {
    const { livechat, upstream } = await startService();

    for (const path of paths) {
      await expect(livechat.pages(path).next()).rejects.toMatchObject({ code: 'livechat.invalid_path' });
      await expect(livechat.agent(path)).rejects.toMatchObject({ code: 'livechat.invalid_path' });
    }

    expect(upstream.requests).toEqual([]);
  });

  it.each([
    '3.6/agent/../../../v2/token?x=',
    '3.6/agent/action/ban_customer#',
    '3.6/agent/..',
    '/evil.test',
    '3.6@evil.test',
    '3.6\\..',
    '3.6\n',
    '',
  ])('a version that is none: %j calls nothing', async (version) => {
    const { livechat, upstream } = await startService();

    await expect(livechat.agent('list_chats', {}, { version })).rejects.toMatchObject({
      code: 'livechat.invalid_path',
    });
    expect(upstream.requests).toEqual([]);
  });

  it('axios CVE-2025-62718, httpoxy CVE-2016-5385: a proxy of the environment is not asked', async () => {
    const { livechat, upstream } = await startService();
    process.env.HTTP_PROXY = process.env.http_proxy = 'http://127.0.0.1:9';
    try {
      await livechat.agent('list_chats');
    } finally {
      delete process.env.HTTP_PROXY;
      delete process.env.http_proxy;
    }

    expect(upstream.requests).toHaveLength(1);
  });
});
