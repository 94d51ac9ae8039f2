import { describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';

import { call } from '../../../test/support/http.js';
import { startGateway } from '../testing/start-gateway.js';
import { json, refusal } from '../testing/upstream.js';

const asCaller = { authorization: 'Bearer northwind' };
const send = '/livechat/agent/action/send_event';

describe('the gateway, after a refused token’s 401 that does not end', () => {
  const half = (end: (response: ServerResponse) => void) => (response: ServerResponse) => {
    response.writeHead(401, { 'content-type': 'application/json', 'content-length': 100 });
    response.write('{"error":', () => {
      end(response);
    });
  };
  const breakingOff = half((response) => response.destroy());
  const standingStill = half(() => undefined);

  it.each([
    ['breaks off', breakingOff],
    ['stands still', standingStill],
  ])('renews and sends the same bytes again when it %s', async (_how, refused) => {
    const { url, upstream, tokens } = await startGateway({ idleTimeoutMs: 50 });
    upstream.answersWith(refused, json(200, { id: 1 }));

    const answer = await call(url + send, { method: 'POST', headers: asCaller, body: '{}' });

    expect(answer.json()).toEqual({ id: 1 });
    expect(tokens.renewals).toEqual(['dal:first']);
    expect(upstream.requests.map(({ body }) => body.toString())).toEqual(['{}', '{}']);
  });

  it('says that it has no answer when the bytes are gone, and has renewed for the next call', async () => {
    const { url, upstream, tokens } = await startGateway({ replayLimitBytes: 0 });
    upstream.answersWith(breakingOff);

    const answer = await call(url + send, { method: 'POST', headers: asCaller, body: 'x' });

    expect(answer.status).toBe(502);
    expect(tokens.renewals).toHaveLength(1);
    expect(upstream.requests).toHaveLength(1);
  });

  it('tells that the renewed token was refused when the second one breaks off too', async () => {
    const { url, upstream, tokens } = await startGateway();
    upstream.answersWith(refusal(401, 'authentication'), breakingOff);

    const answer = await call(url + send, { method: 'POST', headers: asCaller, body: '{}' });

    expect(answer.status).toBe(502);
    expect(tokens.observed).toEqual([{ rejectedAfterRenewal: 'dal:renewed-1' }]);
    expect(upstream.requests).toHaveLength(2);
  });
});
