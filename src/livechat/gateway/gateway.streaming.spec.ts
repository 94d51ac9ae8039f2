import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { answerTo, bytesOf, openRequest } from '../testing/open-request.js';
import { RawConnection } from '../testing/raw-connection.js';
import { startGateway } from '../testing/start-gateway.js';
import { until, untilStill } from '../testing/until.js';

const megabyte = 1_048_576;
const big = 64 * megabyte;
const send = '/livechat/agent/action/upload_file';
const list = '/livechat/agent/action/list_chats';

async function sizeOf(stream: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) bytes += chunk.length;
  return bytes;
}

/** Writes as long as it is taken, then waits. */
function pour(into: NodeJS.WritableStream, total: number): { readonly poured: number } {
  const chunk = Buffer.alloc(65_536, 'x');
  const state = { poured: 0 };
  const goOn = () => {
    while (state.poured < total) {
      state.poured += chunk.length;
      if (!into.write(chunk)) {
        into.once('drain', goOn);
        return;
      }
    }
    into.end();
  };
  goOn();
  return state;
}

describe('the gateway, streaming', () => {
  it('passes the first bytes of an answer before the last ones exist', async () => {
    const gateway = await startGateway();
    let finish = () => {};
    gateway.upstream.atOnce = (_request, response) => {
      response.write('first');
      finish = () => response.end('last');
    };

    const answer = await answerTo(openRequest(gateway.url + list, 'GET').end());
    const [first] = (await once(answer, 'data')) as [Buffer];
    finish();
    const [last] = (await once(answer, 'data')) as [Buffer];

    expect([first.toString(), last.toString()]).toEqual(['first', 'last']);
  });

  it.each([
    ['said beforehand', (bytes: Buffer) => ({ 'content-length': String(bytes.length) })],
    ['in chunks', () => ({})],
  ])(
    'passes every value that a byte can have, in small answers and in large ones, %s',
    async (_how, headersOf) => {
      const gateway = await startGateway();
      const everyByte = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
      for (const bytes of [everyByte, Buffer.concat(Array.from({ length: 1_000 }, () => everyByte))]) {
        gateway.upstream.answersWith((response) => response.writeHead(200, headersOf(bytes)).end(bytes));

        const answer = await answerTo(openRequest(gateway.url + list, 'GET').end());

        expect((await bytesOf(answer)).equals(bytes)).toBe(true);
      }
    },
  );

  it('lets a slow reader slow LiveChat down', async () => {
    const gateway = await startGateway();
    let state = { poured: 0 };
    gateway.upstream.atOnce = (_request, response) => {
      state = pour(response, big);
    };

    const answer = await answerTo(openRequest(gateway.url + list, 'GET').end());
    const pouredUnread = await untilStill(() => state.poured);
    const read = await sizeOf(answer);

    expect(pouredUnread).toBeLessThan(big / 2);
    expect(read).toBe(big);
  });

  it('lets a slow LiveChat slow the sender down', async () => {
    const gateway = await startGateway({ bodyLimitBytes: big });
    let arrived: IncomingMessage | undefined;
    gateway.upstream.atOnce = (incoming, response) => {
      arrived = incoming;
      void sizeAfterGo.then(() => sizeOf(incoming)).then((bytes) => response.end(String(bytes)));
    };
    let go = () => {};
    const sizeAfterGo = new Promise<void>((resolve) => {
      go = resolve;
    });

    const opened = openRequest(gateway.url + send, 'POST');
    const state = pour(opened, big);
    await until(() => arrived !== undefined);
    const pouredUnread = await untilStill(() => state.poured);
    go();
    const answer = await answerTo(opened);
    const [said] = (await once(answer, 'data')) as [Buffer];

    expect(pouredUnread).toBeLessThan(big / 2);
    expect(said.toString()).toBe(String(big));
  });

  it('passes an answer on that comes before the body is complete, and can be called again', async () => {
    const gateway = await startGateway({ bodyLimitBytes: big });
    gateway.upstream.atOnce = (_request, response) => {
      response.writeHead(403, { 'content-type': 'text/plain' }).end('enough');
    };
    const connection = await RawConnection.to(gateway.port);
    const head = (length: number) =>
      `POST ${send} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer northwind\r\nContent-Length: ${length}\r\n\r\n`;

    connection.send(head(4 * megabyte) + 'x'.repeat(2 * megabyte));
    await connection.until(/enough/);
    connection.send('x'.repeat(2 * megabyte) + head(1) + 'x');
    const said = await connection.until(/enough[^]*enough/);

    expect(said.match(/HTTP\/1\.1 403/g)).toHaveLength(2);
  });

  it('passes an answer on also when LiveChat closes the connection at once', async () => {
    const gateway = await startGateway({ bodyLimitBytes: big });
    gateway.upstream.atOnce = (_request, response) => {
      response.writeHead(413, { connection: 'close' }).end('too much');
    };

    const opened = openRequest(gateway.url + send, 'POST', { 'content-length': 24 * megabyte });
    opened.end(Buffer.alloc(24 * megabyte));
    const answer = await answerTo(opened);

    expect(answer.statusCode).toBe(413);
    expect((await bytesOf(answer)).toString()).toBe('too much');
    expect(gateway.logLines.of('gateway.upstream_failed')).toEqual([]);
  });

  it('answers two callers who share one connection, each with its own', async () => {
    const gateway = await startGateway();
    const waiting: (() => void)[] = [];
    gateway.upstream.atOnce = (incoming, response) => {
      waiting.push(() => response.end(`for ${incoming.url}`));
    };
    const connection = await RawConnection.to(gateway.port);
    const ask = (key: string) =>
      `GET ${list}?${key} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nX-Author-Id: ${key}\r\n\r\n`;

    connection.send(ask('northwind') + ask('soehne'));
    await until(() => waiting.length === 2);
    for (const answer of waiting.reverse()) answer(); // the second first
    const said = await connection.until(/soehne/);

    expect(said.match(/for \S+?(?=HTTP|$)/g)).toEqual(
      ['for /v3.6/agent/action/list_chats?northwind', 'for /v3.6/agent/action/list_chats?soehne'].map(
        (text) => expect.stringContaining(text),
      ),
    );
  });

  it('answers with all of two large answers on one connection, also to a slow reader', async () => {
    const { port, upstream } = await startGateway();
    const large = Buffer.alloc(16 * megabyte, 'x');
    const answers: ServerResponse[] = [];
    upstream.atOnce = (_request, response) => {
      answers.push(response.writeHead(200, { 'content-length': large.length }));
    };
    const { socket } = (await RawConnection.to(port)).send(
      ['keep-alive', 'close']
        .map(
          (kind) =>
            `GET ${list} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer northwind\r\nConnection: ${kind}\r\n\r\n`,
        )
        .join(''),
    );
    socket.pause();
    await until(() => answers.length === 2);

    for (const answer of answers) {
      answer.end(large);
      await untilStill(() => answer.socket?.bytesWritten ?? 0); // the first one waits for its reader
    }
    socket.resume();
    await once(socket, 'close');

    expect(socket.bytesRead).toBeGreaterThan(2 * large.length);
  });

  it('sends “100 Continue” to who asks for it, and does not ask LiveChat', async () => {
    const gateway = await startGateway();
    const opened = openRequest(gateway.url + send, 'POST', { expect: '100-continue', 'content-length': 4 });
    opened.flushHeaders();

    await once(opened, 'continue');
    opened.end('body');
    const answer = await answerTo(opened);

    expect(answer.statusCode).toBe(200);
    expect(gateway.upstream.last?.headers.expect).toBeUndefined();
    expect(gateway.upstream.last?.body.toString()).toBe('body');
  });

  it('answers a request to upgrade like any other', async () => {
    const gateway = await startGateway();

    const opened = openRequest(gateway.url + list, 'GET', {
      connection: 'Upgrade',
      upgrade: 'websocket',
    }).end();
    const answer = await answerTo(opened);

    expect(answer.statusCode).toBe(200);
    expect(gateway.upstream.last?.headers).not.toHaveProperty('upgrade');
  });

  it.each([
    ['has not begun', ''],
    ['has begun', 'half'],
  ])('finishes a call whose answer %s before it stops', async (_what, half) => {
    const gateway = await startGateway();
    let finish: (() => void) | undefined;
    gateway.upstream.atOnce = (_request, response) => {
      if (half) response.write(half);
      finish = () => response.end('done');
    };
    const connection = await RawConnection.to(gateway.port);

    connection.send(`GET ${list} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer northwind\r\n\r\n`);
    await until(() => finish !== undefined);
    await connection.until(new RegExp(half));
    const closed = gateway.app.close();
    finish?.();

    expect(await connection.untilClosed()).toContain('done');
    await closed;
  });
});
