import { describe, expect, it } from '@jest/globals';

import { call } from '../../../test/support/http.js';
import { startGateway } from '../testing/start-gateway.js';
import { json } from '../testing/upstream.js';

const asCaller = { authorization: 'Bearer northwind' };

describe('the gateway, passing calls on', () => {
  it('calls the same path at LiveChat with the grant’s token and region', async () => {
    const { url, upstream } = await startGateway();
    upstream.answersWith(json(200, { chats_summary: [] }));

    const answer = await call(`${url}/livechat/agent/action/list_chats`, {
      method: 'POST',
      headers: { ...asCaller, 'content-type': 'application/json' },
      body: '{"limit":1}',
    });

    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ chats_summary: [] });
    expect(upstream.requests).toHaveLength(1);
    expect(upstream.last).toMatchObject({ method: 'POST', url: '/v3.6/agent/action/list_chats' });
    expect(upstream.last?.body.toString()).toBe('{"limit":1}');
    expect(upstream.last?.headers).toMatchObject({ authorization: 'Bearer dal:first', 'x-region': 'dal' });
  });
});
