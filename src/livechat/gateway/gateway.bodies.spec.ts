import { describe, expect, it } from '@jest/globals';

import { call } from '../../../test/support/http.js';
import { answerTo, errorIn, openRequest } from '../testing/open-request.js';
import { startGateway } from '../testing/start-gateway.js';
import { until } from '../testing/until.js';

const asCaller = { authorization: 'Bearer northwind' };
const send = '/livechat/agent/action/upload_file';
const list = '/livechat/agent/action/list_chats';

describe('the gateway, when a body is too much or too slow', () => {
  it('refuses a body that declares itself too large, before it comes', async () => {
    const gateway = await startGateway({ bodyLimitBytes: 1_000 });

    const opened = openRequest(gateway.url + send, 'POST', { 'content-length': 1_001 });
    opened.flushHeaders();
    const answer = await answerTo(opened);

    expect(answer.statusCode).toBe(413);
    expect(await errorIn(answer)).toMatchObject({
      type: 'entity_too_large',
      data: { reason: 'body_too_large' },
    });
    expect(gateway.upstream.requests).toEqual([]);
  });

  it('takes a body of just the limit', async () => {
    const gateway = await startGateway({ bodyLimitBytes: 2_000 });
    const chunked = async function* () {
      yield await Promise.resolve(Buffer.alloc(1_500, 'x'));
      yield Buffer.alloc(500, 'x');
    };

    for (const body of [Buffer.alloc(2_000, 'x'), chunked()]) {
      expect((await call(gateway.url + send, { method: 'POST', headers: asCaller, body })).status).toBe(200);
    }
    expect(gateway.upstream.requests.map((seen) => seen.body.length)).toEqual([2_000, 2_000]);
  });

  it('refuses a body as soon as it shows to be too large, and hangs up on LiveChat', async () => {
    const gateway = await startGateway({ replayLimitBytes: 100, bodyLimitBytes: 1_000 });
    let state = 'not called';
    gateway.upstream.atOnce = (incoming) => {
      state = 'called';
      incoming
        .on('error', () => undefined)
        .on('close', () => {
          state = incoming.complete ? 'complete' : 'hung up';
        });
    };

    const opened = openRequest(gateway.url + send, 'POST');
    opened.write('x'.repeat(500));
    await until(() => state === 'called');
    opened.write('x'.repeat(501));
    const answer = await answerTo(opened);

    expect(answer.statusCode).toBe(413);
    expect(await errorIn(answer)).toMatchObject({ data: { reason: 'body_too_large' } });
    await until(() => state === 'hung up');
  });

  it('refuses a body that is too large to keep and too large to stream', async () => {
    const gateway = await startGateway({ replayLimitBytes: 10_000, bodyLimitBytes: 1_000 });
    const opened = openRequest(gateway.url + send, 'POST');
    opened.write('x'.repeat(1_001));

    expect((await answerTo(opened)).statusCode).toBe(413);
    expect(gateway.upstream.requests).toEqual([]);
  });

  it.each([
    ['a body to keep', 100],
    ['a body to stream', 5],
  ])('gives up on %s that stops arriving', async (_what, replayLimitBytes) => {
    const gateway = await startGateway({ idleTimeoutMs: 50, replayLimitBytes });

    const opened = openRequest(gateway.url + send, 'POST', { 'content-length': 20 });
    opened.write('half');
    const answer = await answerTo(opened);

    expect(answer.statusCode).toBe(408);
    expect(await errorIn(answer)).toMatchObject({
      type: 'request_timeout',
      data: { reason: 'body_stalled' },
    });
    expect(gateway.upstream.requests).toEqual([]);
  });

  it('gives up on a caller that reads nothing, and hangs up on LiveChat', async () => {
    const gateway = await startGateway({ idleTimeoutMs: 50 });
    let hungUp = false;
    gateway.upstream.atOnce = (_request, response) => {
      response.on('close', () => {
        hungUp = true;
      });
      response.write(Buffer.alloc(64 * 1_048_576));
    };

    const answer = await answerTo(openRequest(gateway.url + list, 'GET').end());

    await until(() => hungUp);
    answer.destroy();
  });
});
