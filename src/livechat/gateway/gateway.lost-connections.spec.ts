import { describe, expect, it } from '@jest/globals';

import { call } from '../../../test/support/http.js';
import { startGateway } from '../testing/start-gateway.js';
import { json, refusal } from '../testing/upstream.js';

const asCaller = { authorization: 'Bearer northwind', 'content-type': 'application/json' };
const send = '/livechat/agent/action/send_event';
const list = '/livechat/agent/action/list_chats';

describe('the gateway, after a connection was lost', () => {
  it('repeats a read that never got an answer', async () => {
    const { url, upstream } = await startGateway();
    upstream.answersWith((response) => response.destroy(), json(200, { n: 2 }));

    const answer = await call(url + list, { method: 'POST', headers: asCaller, body: '{"limit":1}' });

    expect(answer.json()).toEqual({ n: 2 });
    expect(upstream.requests.map(({ body }) => body.toString())).toEqual(['{"limit":1}', '{"limit":1}']);
  });

  it('repeats nothing that may have changed something', async () => {
    const { url, upstream } = await startGateway();
    upstream.answersWith((response) => response.destroy());

    const answer = await call(url + send, { method: 'POST', headers: asCaller, body: '{}' });

    expect(answer.status).toBe(502);
    expect(answer.json()).toMatchObject({
      error: { type: 'service_unavailable', data: { reason: 'upstream_unreachable' } },
    });
    expect(upstream.requests).toHaveLength(1);
  });

  it('repeats a read only once', async () => {
    const { url, upstream } = await startGateway();
    upstream.answersWith((response) => response.destroy());

    expect((await call(url + list, { method: 'POST', headers: asCaller, body: '{}' })).status).toBe(502);
    expect(upstream.requests).toHaveLength(2);
  });

  it('has no replay left for a 401: that renews, and tells the caller to come again', async () => {
    const { url, upstream, tokens } = await startGateway();
    upstream.answersWith((response) => response.destroy(), refusal(401, 'authentication'));

    const answer = await call(url + list, { method: 'POST', headers: asCaller, body: '{}' });

    expect([answer.status, answer.headers['retry-after']]).toEqual([401, '0']);
    expect(upstream.requests).toHaveLength(2);
    expect(tokens.renewals).toEqual(['dal:first']);
  });

  it('does not repeat a read whose answer had begun', async () => {
    const { url, upstream } = await startGateway();
    upstream.answersWith((response) => {
      response.socket?.write('HTTP/1.1 200 OK\r\nContent-Le');
      response.socket?.end();
    });

    const answer = await call(url + list, { method: 'POST', headers: asCaller, body: '{}' });

    expect(answer.status).toBe(502);
    expect(upstream.requests).toHaveLength(1);
  });
});
