import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

import { AGENTS } from '../../sandbox/index.js';
import { startApp } from '../support/start-app.js';

const { alice } = AGENTS;

describe('the headers that LiveChat sees', () => {
  it('carry our token and nothing of the caller’s credentials or network', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    app.sandbox.requests.clear();

    await browser.fetch('/livechat/agent/action/_echo', {
      method: 'POST',
      body: '{}',
      headers: {
        'X-Region': 'evil',
        'X-Forwarded-For': '10.0.0.1',
        'X-Forwarded-Host': 'evil.example',
        Forwarded: 'for=10.0.0.1',
        'Proxy-Authorization': 'Basic x',
        'LiveChat-Organization-Id': alice.organizationIds[0],
        'X-Api-Key': 'mine',
        Origin: app.url,
        Referer: `${app.url}/page`,
        'Content-Type': 'application/json; charset=utf-8',
        'X-Author-Id': 'bot',
        'X-Debug-Id': 'debug',
        'User-Agent': 'a test',
      },
    });

    const [seen] = app.sandbox.requests.to('/v3.6/');
    expect(seen?.headers).toMatchObject({
      authorization: expect.stringMatching(/^Bearer dal:/),
      'x-region': 'dal',
      'content-type': 'application/json; charset=utf-8',
      'x-author-id': 'bot',
      'x-debug-id': 'debug',
      'user-agent': 'a test',
      host: new URL(app.sandbox.url).host,
    });
    const allowed =
      /^(host|connection|authorization|x-region|accept|accept-.*|content-.*|user-agent|x-author-id|x-debug-id|if-.*|range)$/;
    expect(Object.keys(seen?.headers ?? {}).filter((name) => !allowed.test(name))).toEqual([]);
  });

  it('lose those that Connection names', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

    const headers = {
      cookie,
      connection: 'close, Accept-Language',
      'accept-language': 'de',
      accept: 'text/css',
    };
    const calling = get(`${app.url}/livechat/agent/action/_echo`, { headers });
    const [answer] = (await once(calling, 'response')) as [IncomingMessage];
    answer.resume();

    expect(app.sandbox.requests.last?.headers.accept).toBe('text/css');
    expect(app.sandbox.requests.last?.headers['accept-language']).toBeUndefined();
  });

  it('never carry an API key', async () => {
    const app = await startApp();
    await app.signIn(alice.accountId);
    const key = await app.createKey({ organizationId: alice.organizationIds[0] });
    app.sandbox.requests.clear();

    await app.call('/livechat/agent/action/_echo', { headers: { authorization: `Bearer ${key}` } });

    expect(JSON.stringify(app.sandbox.requests.all)).not.toContain('lcab_');
    expect(app.sandbox.requests.to('/v3.6/')).toHaveLength(1);
  });

  it('gain what FORWARD_HEADERS adds', async () => {
    const app = await startApp({ env: { FORWARD_HEADERS: 'X-Correlation-Id' } });
    const browser = await app.signIn(alice.accountId);

    await browser.fetch('/livechat/agent/action/_echo', { headers: { 'X-Correlation-Id': 'abc' } });

    expect(app.sandbox.requests.last?.headers['x-correlation-id']).toBe('abc');
  });
});
