import { describe, expect, it } from '@jest/globals';
import type { Socket } from 'node:net';

import { call } from '../../../test/support/http.js';
import { RawConnection, sayRaw } from '../testing/raw-connection.js';
import { type RunningGateway, startGateway } from '../testing/start-gateway.js';

const list = '/livechat/agent/action/list_chats';
const asCaller = { authorization: 'Bearer northwind' };

/** What the caller of a GET received of an answer whose connection ended when half of it had gone through. */
async function receivedOf(gateway: RunningGateway, half: string, end: (socket: Socket) => void) {
  let upstreamSocket: Socket | undefined;
  gateway.upstream.atOnce = ({ socket }) => {
    upstreamSocket = socket;
    socket.write(`HTTP/1.1 200 OK\r\n${half}`);
  };
  const connection = await RawConnection.to(gateway.port);
  connection.send(`GET ${list} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer northwind\r\n\r\n`);
  await connection.until(/half/);
  if (upstreamSocket) end(upstreamSocket);
  return connection.until(/\r\n0\r\n\r\n$/);
}

const close = (socket: Socket): void => {
  socket.end();
};

/** A reset and nothing else: `resetAndDestroy` says good-bye first, and the answer would end with that. */
const reset = (socket: Socket): void => {
  const { _handle } = socket as unknown as { _handle: { reset: (done: () => void) => void } };
  _handle.reset(() => socket.destroy());
};

describe('the gateway, when LiveChat’s connection ends in the middle of an answer', () => {
  it.each([
    ['with a length, closed', 'Content-Length: 10\r\n\r\nhalf', close],
    ['with a length, reset', 'Content-Length: 10\r\n\r\nhalf', reset],
    [
      'with a length and the last of its connection, closed',
      'Content-Length: 10\r\nConnection: close\r\n\r\nhalf',
      close,
    ],
    [
      'with a length and the last of its connection, reset',
      'Content-Length: 10\r\nConnection: close\r\n\r\nhalf',
      reset,
    ],
    ['in chunks, closed between two', 'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n', close],
    ['in chunks, closed within one', 'Transfer-Encoding: chunked\r\n\r\n8\r\nhalf', close],
    ['in chunks, reset', 'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n', reset],
    [
      'in chunks and the last of its connection, closed',
      'Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n4\r\nhalf\r\n',
      close,
    ],
    [
      'in chunks and the last of its connection, reset',
      'Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n4\r\nhalf\r\n',
      reset,
    ],
    [
      'in chunks, closed before the last line',
      'Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n4\r\nhalf\r\n0\r\n',
      close,
    ],
    ['that ends with its connection, reset', '\r\nhalf', reset],
    ['that ends with its connection and says so, reset', 'Connection: close\r\n\r\nhalf', reset],
  ])('does not make a whole answer of half of one: %s', async (_how, text, end) => {
    const gateway = await startGateway();

    const said = await receivedOf(gateway, text, end);

    expect(said).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*half/);
    expect(said).not.toMatch(/\r\n0\r\n\r\n$/);
    expect(gateway.logLines.of('gateway.upstream_failed')).toHaveLength(1);
    gateway.upstream.atOnce = undefined;
    expect((await call(gateway.url + list, { headers: asCaller })).status).toBe(200);
  });

  it('passes an answer on that ends with its connection, as it should', async () => {
    const gateway = await startGateway();

    const said = await receivedOf(gateway, '\r\nnot half of it: all', close);

    expect(said).toMatch(/not half of it: all\r\n0\r\n\r\n$/);
    expect(gateway.logLines.of('gateway.upstream_failed')).toEqual([]);
  });

  it.each([
    ['HEAD', '200 OK', close],
    ['HEAD', '200 OK', reset],
    ['GET', '204 No Content', close],
    ['GET', '204 No Content', reset],
    ['GET', '304 Not Modified', close],
    ['GET', '304 Not Modified', reset],
  ] as const)('has all of an answer that has no body: %s, %s', async (method, status, end) => {
    const gateway = await startGateway();
    gateway.upstream.atOnce = ({ socket }) => {
      socket.write(
        `HTTP/1.1 ${status}\r\nETag: "x"\r\nContent-Length: 10\r\nConnection: close\r\n\r\n`,
        () => {
          end(socket);
        },
      );
    };

    const said = await sayRaw(gateway.port, [
      `${method} ${list} HTTP/1.1`,
      'Host: x',
      'Authorization: Bearer northwind',
      'Connection: close',
    ]);

    expect(said).toMatch(new RegExp(`^HTTP/1\\.1 ${status}\r\nETag: "x"\r\n[^]*\r\n\r\n$`));
    expect(gateway.logLines.of('gateway.upstream_failed')).toEqual([]);
  });

  it.each([
    ['HEAD', close],
    ['HEAD', reset],
    ['GET', close],
    ['GET', reset],
  ] as const)('says that there is no answer when it ends within the headers: %s', async (method, end) => {
    const gateway = await startGateway();
    gateway.upstream.atOnce = ({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Le', () => {
        end(socket);
      });
    };

    expect((await call(gateway.url + list, { method, headers: asCaller })).status).toBe(502);
  });
});
