import { describe, expect, it } from '@jest/globals';

import { call } from '../../../test/support/http.js';
import { answerTo, errorIn, openRequest } from '../testing/open-request.js';
import { RawConnection } from '../testing/raw-connection.js';
import { startGateway } from '../testing/start-gateway.js';
import { until, untilStill } from '../testing/until.js';
import { json, refusal } from '../testing/upstream.js';

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

const limit = 1_024;
const head =
  'POST /livechat/agent/action/send_event HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer northwind\r\n';

/** How a body of a size is said: its length before it, or its pieces with theirs. */
const FRAMINGS = [
  ['declared', (size: number) => `Content-Length: ${size}\r\n\r\n`, (piece: string) => piece, ''],
  [
    'chunked',
    () => 'Transfer-Encoding: chunked\r\n\r\n',
    (piece: string) => `${piece.length.toString(16)}\r\n${piece}\r\n`,
    '0\r\n\r\n',
  ],
] as const;

/** Sends the body piece by piece, each only when the one before it has gone as far as it goes. */
async function sendSlowly(port: number, [, lengthOf, frame, end]: (typeof FRAMINGS)[number], size: number) {
  const connection = await RawConnection.to(port);
  connection.send(head + lengthOf(size));
  const pieces = ['a'.repeat(size - 2), 'b', 'c'];
  for (const piece of pieces) {
    await untilStill(() => 0);
    connection.send(frame(piece));
  }
  await untilStill(() => 0);
  if (end) connection.send(end);
  return connection.until(/\r\n\r\n[^]*\}/);
}

describe('the gateway, when a caller sends slowly and LiveChat refuses the token', () => {
  it.each(FRAMINGS)('sends a body of just the size that is kept again: %s', async (...framing) => {
    const { port, upstream, tokens } = await startGateway({ replayLimitBytes: limit });
    upstream.answersWith(refusal(401, 'authentication'), json(200, { ok: true }));

    const said = await sendSlowly(port, framing, limit);

    expect(said).toMatch(/^HTTP\/1\.1 200 [^]*\{"ok":true\}/);
    expect(upstream.requests.map(({ body }) => [body.length, body.toString().slice(-3)])).toEqual([
      [limit, 'abc'],
      [limit, 'abc'],
    ]);
    expect(tokens.renewals).toHaveLength(1);
  });

  it.each(FRAMINGS)('streams a body of a byte more once: %s', async (...framing) => {
    const { port, upstream, tokens } = await startGateway({ replayLimitBytes: limit });
    upstream.answersWith(refusal(401, 'authentication'), json(200, { ok: true }));

    const said = await sendSlowly(port, framing, limit + 1);

    expect(said).toMatch(/^HTTP\/1\.1 401 [^]*\r\nretry-after: 0\r\n[^]*"authentication"/);
    expect(upstream.requests.map(({ body }) => [body.length, body.toString().slice(-3)])).toEqual([
      [limit + 1, 'abc'],
    ]);
    expect(tokens.renewals).toHaveLength(1);
  });
});
