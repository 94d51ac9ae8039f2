import { describe, expect, it } from '@jest/globals';

import { call } from '../../../test/support/http.js';
import { answerTo, errorIn, openRequest } from '../testing/open-request.js';
import { startGateway } from '../testing/start-gateway.js';

const list = '/livechat/agent/action/list_chats';
const as = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });

const limited = (settings: { perKey?: number; perOrganization?: number }) =>
  startGateway({ limits: { concurrency: 512, ...settings } });

describe('the gateway, for who calls too often', () => {
  it('answers 429 in LiveChat’s shape, says when to come again, and sends nothing', async () => {
    const { url, upstream, clock } = await limited({ perKey: 8 });
    for (let n = 0; n < 8; n += 1) expect((await call(url + list, as('northwind'))).status).toBe(200);

    const refused = await call(url + list, as('northwind'));

    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '8']);
    expect(refused.json()).toEqual({
      error: {
        type: 'too_many_requests',
        message: expect.stringMatching(/^This API key may make 8 requests a minute/),
        data: { reason: 'rate_limited', limit: 'key', requests_per_minute: 8 },
      },
    });
    expect(upstream.requests).toHaveLength(8);
    await clock.advance(8_000);
    expect((await call(url + list, as('northwind'))).status).toBe(200);
  });

  it('limits each key by itself, and the keys of an organization together', async () => {
    const { url, upstream } = await limited({ perKey: 2, perOrganization: 3 });
    const statusesOf = async (...keys: string[]) => {
      const answers = [];
      for (const key of keys) answers.push((await call(url + list, as(key))).status);
      return answers;
    };

    expect(await statusesOf('northwind/a', 'northwind/a', 'northwind/a')).toEqual([200, 200, 429]);
    expect(await statusesOf('northwind/b', 'northwind/b')).toEqual([200, 429]);
    expect(await statusesOf('soehne/a')).toEqual([200]);
    expect((await call(url + list, as('northwind/c'))).json().error.data).toEqual({
      reason: 'rate_limited',
      limit: 'organization',
      requests_per_minute: 3,
    });
    expect(upstream.requests).toHaveLength(4);
  });

  it('counts nothing of a request that it refuses', async () => {
    const { url, clock } = await limited({ perKey: 60, perOrganization: 1 });
    await call(url + list, as('northwind'));
    for (let n = 0; n < 100; n += 1) await call(url + list, as('northwind'));

    const refused = await call(url + list, as('northwind'));
    await clock.advance(60_000);

    expect(refused.json().error.data.limit).toBe('organization');
    expect((await call(url + list, as('northwind'))).status).toBe(200);
  });

  it('counts nothing that could not have gone to LiveChat', async () => {
    const { url } = await limited({ perKey: 1 });

    expect((await call(`${url}/livechat/elsewhere/action`, as('northwind'))).status).toBe(403);
    expect((await call(`${url}/livechat/agent//action`, as('northwind'))).status).toBe(400);
    expect((await call(url + list, as('northwind'))).status).toBe(200);
  });

  it('answers before it has read the body', async () => {
    const { url, upstream } = await limited({ perKey: 1 });
    await call(url + list, as('northwind'));

    const unfinished = openRequest(url + list, 'POST', { 'content-length': '100' });
    unfinished.flushHeaders();
    const answer = await answerTo(unfinished);

    expect(answer.statusCode).toBe(429);
    expect(await errorIn(answer)).toMatchObject({ data: { reason: 'rate_limited' } });
    expect(upstream.requests).toHaveLength(1);
    unfinished.destroy();
  });

  it('limits nobody unless it is told to', async () => {
    const { url, upstream } = await startGateway();

    for (let n = 0; n < 100; n += 1) await call(url + list, as('northwind'));

    expect(upstream.requests).toHaveLength(100);
  });
});
