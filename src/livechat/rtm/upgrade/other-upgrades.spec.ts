import { describe, expect, it } from '@jest/globals';

import { HANDSHAKE } from '../../../../test/support/rtm-peer.js';
import { RawConnection, sayRaw } from '../../testing/raw-connection.js';
import { RtmStand } from '../../testing/rtm-stand.js';
import { startGateway } from '../../testing/start-gateway.js';
import { until } from '../../testing/until.js';
import type { SeenRequest } from '../../testing/upstream.js';

const list = '/livechat/agent/action/list_chats';
const H2C = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABkAAQAAP__' };

function text(method: string, path: string, headers: Readonly<Record<string, string>>, body = ''): string {
  const lines = Object.entries({ host: 'x', authorization: 'Bearer northwind', ...headers });
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

/** When it is over, the server has read what came before it on another connection. */
const anotherCall = (port: number) =>
  sayRaw(port, ['GET /livechat// HTTP/1.1', 'Host: x', 'Connection: close']);

const seenAs = ({ method, url, body }: SeenRequest) => [method, url, body.toString()];

/** As Java's HttpClient does with its first request, and curl with --http2. */
describe('a request that offers h2c', () => {
  it.each([
    ['no body', text('GET', list, H2C), ['GET', '/v3.6/agent/action/list_chats', '']],
    [
      'a body',
      text('POST', list, { ...H2C, 'content-length': '4' }, 'body'),
      ['POST', '/v3.6/agent/action/list_chats', 'body'],
    ],
    [
      'a body in chunks',
      text('POST', list, { ...H2C, 'transfer-encoding': 'chunked' }, '4\r\nbody\r\n0\r\n\r\n'),
      ['POST', '/v3.6/agent/action/list_chats', 'body'],
    ],
  ])('is answered like any other, with %s, and its connection serves on', async (_what, request, seen) => {
    const { port, upstream } = await startGateway();
    const connection = await RawConnection.to(port);

    connection.send(request);
    await connection.until(/HTTP\/1\.1 200[^]*\{\}/);
    connection.send(text('GET', `${list}?again`, { ...H2C, connection: 'close, Upgrade' }));

    expect((await connection.untilClosed()).match(/HTTP\/1\.1 200/g)).toHaveLength(2);
    expect(upstream.requests.map(seenAs)).toEqual([seen, ['GET', '/v3.6/agent/action/list_chats?again', '']]);
    expect(upstream.requests[0]?.headers).not.toHaveProperty('upgrade');
    expect(upstream.requests[0]?.headers).not.toHaveProperty('http2-settings');
  });

  it('keeps the length of its body, behind however many lines', async () => {
    const { port, upstream } = await startGateway();
    const connection = await RawConnection.to(port);
    const inner = text('POST', '/livechat/agent/action/smuggled', { 'content-length': '0' });
    const lines = 'a:b\r\n'.repeat(2_500);
    const outer = text('POST', list, H2C).replace(
      '\r\n\r\n',
      `\r\n${lines}content-length: ${inner.length}\r\n\r\n`,
    );

    connection.send(outer + inner);
    await connection.until(/HTTP\/1\.1 200/);
    await anotherCall(port);

    expect(upstream.requests.map(seenAs)).toEqual([['POST', '/v3.6/agent/action/list_chats', inner]]);
  });

  it('may send its body later', async () => {
    const { port, upstream } = await startGateway();
    const connection = await RawConnection.to(port);

    connection.send(text('POST', list, { ...H2C, 'content-length': '8', expect: '100-continue' }));
    await connection.until(/100 Continue/);
    connection.send('body');
    connection.send('body');
    await connection.until(/HTTP\/1\.1 200/);

    expect(upstream.requests.map(seenAs)).toEqual([['POST', '/v3.6/agent/action/list_chats', 'bodybody']]);
  });

  it('is answered after what was asked before it on the same connection', async () => {
    const { port, upstream } = await startGateway();
    const answers: (() => void)[] = [];
    upstream.atOnce = ({ url = '' }, response) => {
      answers.push(() => response.end(`for ${url.slice(-1)};`));
    };
    const connection = await RawConnection.to(port);

    connection.send(text('GET', `${list}?1`, {}) + text('GET', `${list}?2`, {}));
    await until(() => answers.length === 2);
    connection.send(text('GET', `${list}?3`, { ...H2C, connection: 'close, Upgrade' }));
    await anotherCall(port);
    for (const answer of answers.splice(0).reverse()) answer();
    await until(() => answers.length === 1);
    answers[0]?.();

    const said = await connection.untilClosed();
    expect(said.match(/for \d;/g)).toEqual(['for 1;', 'for 2;', 'for 3;']);
  });

  it('is refused when it is framed twice, like any other', async () => {
    const { port, upstream } = await startGateway();
    const connection = await RawConnection.to(port);

    connection.send(
      text('POST', list, { ...H2C, 'content-length': '4', 'transfer-encoding': 'chunked' }, 'body'),
    );

    expect(await connection.untilClosed()).toMatch(/^HTTP\/1\.1 400/);
    expect(upstream.requests).toEqual([]);
  });
});

describe('a handshake for RTM', () => {
  it('waits for the answers to what was asked before it on the same connection', async () => {
    const gateway = await startGateway();
    const stand = new RtmStand(gateway.upstream);
    let answer: (() => void) | undefined;
    gateway.upstream.server.removeAllListeners('request');
    gateway.upstream.server.on('request', (_request, response) => {
      answer = () => response.end('the earlier one');
    });
    const connection = await RawConnection.to(gateway.port);

    connection.send(text('GET', list, {}));
    await until(() => answer !== undefined);
    connection.send(text('GET', '/livechat/agent/rtm/ws', HANDSHAKE));
    await anotherCall(gateway.port);
    expect(stand.handshakes).toEqual([]);
    answer?.();
    const said = await connection.until(/101 Switching Protocols/);

    expect(said).toMatch(/^HTTP\/1\.1 200[^]*the earlier one[^]*HTTP\/1\.1 101/);
    expect(stand.handshakes).toHaveLength(1);
  });
});
