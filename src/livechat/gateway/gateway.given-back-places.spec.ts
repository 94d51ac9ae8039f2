import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';

import { call } from '../../../test/support/http.js';
import type { Turns } from '../limits/turns.js';
import { answerTo, bytesOf, openRequest } from '../testing/open-request.js';
import { RawConnection } from '../testing/raw-connection.js';
import type { RunningGateway } from '../testing/start-gateway.js';
import { startWithOnePlace } from '../testing/start-with-one-place.js';
import { until } from '../testing/until.js';
import { json, refusal } from '../testing/upstream.js';

const list = '/livechat/agent/action/list_chats';
const send = '/livechat/agent/action/send_event';

type Started = RunningGateway & { readonly turns: Turns };

/** Every way a call can end. */
const ENDINGS: Record<string, (gateway: Started) => Promise<unknown>> = {
  'with LiveChat’s error': async ({ url, upstream }) => {
    upstream.answersWith(refusal(500, 'internal'));
    expect((await post(url)).status).toBe(500);
  },
  'without a body': async ({ url, upstream }) => {
    upstream.answersWith((response) => response.writeHead(204).end());
    expect((await post(url)).status).toBe(204);
  },
  'after a replay with a renewed token': async ({ url, upstream }) => {
    upstream.answersWith(refusal(401, 'authentication'), json(200, {}));
    expect((await post(url)).status).toBe(200);
  },
  'after a replay in another region': async ({ url, upstream }) => {
    upstream.answersWith(refusal(421, 'misdirected_request', { region: 'fra' }), json(200, {}));
    expect((await post(url)).status).toBe(200);
  },
  'after a read that was repeated': async ({ url, upstream }) => {
    upstream.answersWith((response) => response.destroy(), json(200, {}));
    expect((await post(url, list)).status).toBe(200);
  },
  'after a read that was repeated in vain': async ({ url, upstream }) => {
    upstream.answersWith((response) => response.destroy());
    expect((await post(url, list)).status).toBe(502);
  },
  'with a renewal that fails': async ({ url, upstream, tokens }) => {
    upstream.answersWith(refusal(401, 'authentication'));
    tokens.renewing = () => Promise.reject(new Error('no renewal'));
    expect((await post(url)).status).toBe(500);
  },
  'with a 401 whose bytes are gone': async ({ url, upstream }) => {
    upstream.answersWith(refusal(401, 'authentication'));
    expect((await post(url, send, 'x'.repeat(5_000))).status).toBe(401);
  },
  'with LiveChat away': async ({ url, upstream: { server, url: upstreamUrl } }) => {
    server.close();
    server.closeAllConnections();
    expect((await post(url)).status).toBe(502);
    server.listen(Number(new URL(upstreamUrl).port), '127.0.0.1');
    await once(server, 'listening');
  },
  'with an answer that LiveChat breaks off': async ({ url, upstream }) => {
    upstream.answersWith((response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy());
    });
    await expect(post(url)).rejects.toThrow();
  },
  'with an answer that stands still': async ({ url, upstream }) => {
    upstream.answersWith((response) => response.writeHead(200, { 'content-length': 100 }).write('half'));
    await expect(post(url)).rejects.toThrow();
  },
  'with a body that grows too large on its way': async ({ url, upstream }) => {
    upstream.atOnce = (request) => request.resume();
    const opened = openRequest(url + send, 'POST', { 'transfer-encoding': 'chunked' });
    opened.end(Buffer.alloc(1_100_000));
    expect((await answerTo(opened)).statusCode).toBe(413);
    upstream.atOnce = undefined;
  },
  'with a body that stands still on its way': async ({ url, upstream }) => {
    upstream.atOnce = (request) => request.resume();
    const opened = openRequest(url + send, 'POST', { 'content-length': 50_000 });
    opened.write(Buffer.alloc(20_000));
    expect((await answerTo(opened)).statusCode).toBe(408);
    upstream.atOnce = undefined;
  },
  'with a caller who leaves before the answer': async ({ url, upstream, turns }) => {
    upstream.answersWith(() => undefined);
    const opened = openRequest(url + list, 'GET').end();
    await until(() => upstream.requests.length === 1);
    opened.destroy();
    await until(() => turns.underWay === 0);
  },
  'with a caller who leaves in the middle of the answer': async ({ url, upstream, turns }) => {
    upstream.answersWith((response) => response.write('half'));
    const opened = openRequest(url + list, 'GET').end();
    await once(await answerTo(opened), 'data');
    expect(turns.underWay).toBe(1);
    opened.destroy();
    await until(() => turns.underWay === 0);
  },
  'with a caller who leaves during a renewal': async ({ url, upstream, tokens, turns }) => {
    upstream.answersWith(refusal(401, 'authentication'));
    let renew = (): void => undefined;
    tokens.renewing = () => new Promise((resolve) => (renew = resolve));
    const opened = openRequest(url + list, 'GET').end();
    await until(() => tokens.renewals.length === 1);
    opened.destroy();
    await until(() => turns.underWay === 0);
    renew();
  },
  'with a caller who leaves in the middle of its body': async ({ url, upstream, turns }) => {
    upstream.atOnce = (request) => request.resume().on('error', () => undefined);
    const opened = openRequest(url + send, 'POST', { 'content-length': 50_000 });
    opened.write(Buffer.alloc(20_000));
    await until(() => turns.underWay === 1);
    opened.destroy();
    await until(() => turns.underWay === 0);
    upstream.atOnce = undefined;
  },
  'with a caller who leaves behind another on one connection': async ({ port, upstream, turns }) => {
    upstream.answersWith(() => undefined);
    const connection = await RawConnection.to(port);
    const asked = `GET ${list} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer northwind\r\n\r\n`;
    connection.send(asked + asked);
    await until(() => upstream.requests.length === 1 && turns.waiting === 1);
    connection.socket.destroy();
    await until(() => turns.underWay === 0 && turns.waiting === 0);
  },
  'when the next request on its connection offers to upgrade': async ({ port, upstream }) => {
    const { socket } = await largeAnswerBeforeUpgrade({ port, upstream });
    await once(socket, 'close');
    expect(upstream.requests).toHaveLength(2);
    expect(socket.bytesRead).toBeGreaterThan(2 * LARGE.length);
  },
  'with a caller who leaves, having offered to upgrade behind it': async ({ port, upstream, turns }) => {
    const connection = await largeAnswerBeforeUpgrade({ port, upstream });
    connection.socket.pause();
    await until(() => upstream.requests.length === 1 && turns.underWay === 1);
    connection.socket.destroy();
    await until(() => turns.underWay === 0);
  },
  'with a caller who stops reading, having offered to upgrade behind it': async ({
    port,
    upstream,
    turns,
  }) => {
    const connection = await largeAnswerBeforeUpgrade({ port, upstream });
    connection.socket.pause();
    await until(() => upstream.requests.length === 1 && turns.underWay === 1);
    await until(() => turns.underWay === 0);
    expect(upstream.requests).toHaveLength(1);
  },
  'with a switch to HEAD': async ({ url, upstream }) => {
    upstream.answersWith((response) => response.writeHead(200, { 'content-length': 100 }).end());
    const answer = await answerTo(openRequest(url + list, 'HEAD').end());
    expect((await bytesOf(answer)).length).toBe(0);
  },
};

/** More than the kernel takes for a caller that does not read. */
const LARGE = Buffer.alloc(16_777_216, 'x');

async function largeAnswerBeforeUpgrade({ port, upstream }: Pick<Started, 'port' | 'upstream'>) {
  upstream.answersWith((response) => response.writeHead(200, { 'content-length': LARGE.length }).end(LARGE));
  const connection = await RawConnection.to(port);
  const asked = `GET ${list} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer northwind\r\n`;
  return connection.send(`${asked}\r\n${asked}Connection: close, upgrade\r\nUpgrade: h2c\r\n\r\n`);
}

function post(url: string, path = send, body = '{}') {
  return call(url + path, { method: 'POST', body, headers: { authorization: 'Bearer northwind' } });
}

describe('a call gives its place back when it ends', () => {
  it.each(Object.keys(ENDINGS))('%s', async (ending) => {
    const gateway = await startWithOnePlace({ idleTimeoutMs: 200 });

    await ENDINGS[ending]?.(gateway);

    await until(() => gateway.turns.underWay === 0);
    gateway.upstream.answersWith(json(200, {}));
    const [one, two] = await Promise.all([post(gateway.url), post(gateway.url)]);
    expect([one.status, two.status]).toEqual([200, 200]);
    await until(() => gateway.turns.underWay === 0);
    expect(gateway.turns.waiting).toBe(0);
  });
});
