import { describe, expect, it } from '@jest/globals';

import { call } from '../../../test/support/http.js';
import { sayRaw } from '../testing/raw-connection.js';
import { startGateway } from '../testing/start-gateway.js';
import { json, refusal } from '../testing/upstream.js';

const asCaller = { authorization: 'Bearer northwind' };
const send = '/livechat/agent/action/upload_file';
const list = '/livechat/agent/action/list_chats';

describe('the gateway, carrying bytes it does not read', () => {
  it.each([
    ['@fastify/reply-from CVE-2023-51701', 'multipart/form-data; x=application/json'],
    ['Fastify CVE-2025-32442', 'Application/Json ; charset=UTF-8'],
    ['Fastify CVE-2026-25223', 'application/json\ta'],
    ['Fastify CVE-2026-33806', '  application/json'],
    ['Fastify CVE-2026-3419', 'application/json garbage'],
    ['Fastify CVE-2022-39288', 'text/;,'],
    ['no type at all', 'x'],
    ['an empty one', ''],
  ])('reads no body by its Content-Type: %s', async (_advisory, type) => {
    const { port, upstream } = await startGateway();

    const said = await sayRaw(
      port,
      [
        `POST ${send} HTTP/1.1`,
        'Host: x',
        'Authorization: Bearer northwind',
        `Content-Type: ${type}`,
        'Content-Length: 9',
        'Connection: close',
      ],
      '{"a": [ }',
    );

    expect(said).toMatch(/^HTTP\/1\.1 200 /);
    expect(upstream.last?.headers['content-type']).toBe(type.trim());
    expect(upstream.last?.body.toString()).toBe('{"a": [ }');
  });

  it('http-proxy-middleware CVE-2026-55603: leaves a multipart body and its boundary as they are, twice', async () => {
    const { url, upstream } = await startGateway({ replayLimitBytes: 100_000 });
    const boundary = "----a'b(c)d+e_f,g-h./:=? x";
    const type = `multipart/form-data; boundary="${boundary}"; charset=utf-8`;
    const part = (name: string, bytes: Buffer) => [
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="${name}"; filename="\r.png"\r\n\r\n`,
      ),
      bytes,
      Buffer.from('\r\n'),
    ];
    const everyByte = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
    const body = Buffer.concat([
      Buffer.from('a preamble\r\n'),
      ...part('one', everyByte),
      ...part('two\r\nX-Evil: 1', Buffer.from(`--${boundary.slice(0, -1)}`)),
      Buffer.from(`--${boundary}--\r\nan epilogue`),
    ]);
    upstream.answersWith(refusal(401, 'authentication'), json(200, {}));

    const answer = await call(url + send, {
      method: 'POST',
      headers: { ...asCaller, 'content-type': type },
      body,
    });

    expect(answer.status).toBe(200);
    expect(upstream.requests.map((seen) => seen.body.equals(body))).toEqual([true, true]);
    expect(upstream.requests.map(({ headers }) => headers['content-type'])).toEqual([type, type]);
  });

  it.each(['GET', 'HEAD', 'DELETE', 'POST'])(
    '@fastify/reply-from CVE-2026-133212: streams a body of %s with its length or in chunks, and none of it is a request',
    async (method) => {
      const { url, port, upstream } = await startGateway({ replayLimitBytes: 0 });
      const inside = 'GET /v2/info HTTP/1.1\r\nHost: evil.test\r\n\r\n';
      const chunk = `${inside.length.toString(16)}\r\n${inside}\r\n0\r\n\r\n`;

      for (const [length, body] of [
        [`Content-Length: ${inside.length}`, inside],
        ['Transfer-Encoding: chunked', chunk],
      ] as const) {
        const lines = [`${method} ${list} HTTP/1.1`, 'Host: x', 'Authorization: Bearer northwind', length];
        expect(await sayRaw(port, [...lines, 'Connection: close'], body)).toMatch(/^HTTP\/1\.1 200 /);
      }
      expect((await call(url + list, { headers: asCaller })).status).toBe(200);

      expect(upstream.requests.map((seen) => [seen.method, seen.body.toString()])).toEqual([
        [method, inside],
        [method, inside],
        ['GET', ''],
      ]);
    },
  );

  it('leaves the bytes of a query and of a header as they are, whatever they are', async () => {
    const { port, upstream } = await startGateway();
    const query = '?q=caf%C3%A9&&=&a+b=%zz&c={"d":[1]}|^`\\<>;/../?';

    await sayRaw(port, [
      `GET ${list}${query} HTTP/1.1`,
      'Host: x',
      'Authorization: Bearer northwind',
      'X-Debug-Id: caf\u00c3\u00a9 \u00ff\t"',
      'Connection: close',
    ]);

    expect(upstream.last?.url).toBe(`/v3.6/agent/action/list_chats${query}`);
    expect(upstream.last?.headers['x-debug-id']).toBe('caf\u00c3\u00a9 \u00ff\t"');
  });

  it.each([
    ['with its length', { 'content-length': '0' }],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
    ['that ends with the connection', { connection: 'close' }],
  ])('passes an empty 200 on, %s', async (_how, headers) => {
    const { url, upstream } = await startGateway();
    upstream.answersWith((response) => response.writeHead(200, { 'x-y': 'z', ...headers }).end());

    for (const method of ['GET', 'POST', 'HEAD'] as const) {
      const answer = await call(url + send, { method, headers: asCaller });
      expect(answer).toMatchObject({ status: 200, text: '', headers: { 'x-y': 'z' } });
    }
    expect(upstream.requests).toHaveLength(3);
  });

  it('passes an answer on without its trailers, and without the promise of them', async () => {
    const { port, upstream } = await startGateway();
    upstream.answersWith((response) => {
      response.writeHead(200, { trailer: 'X-Checksum, Set-Cookie' });
      response.write('all of it');
      response.addTrailers({ 'x-checksum': 'abc', 'set-cookie': 'evil=1' });
      response.end();
    });

    const said = await sayRaw(port, [
      `GET ${list} HTTP/1.1`,
      'Host: x',
      'TE: trailers',
      'Authorization: Bearer northwind',
      'Connection: close, TE',
    ]);

    expect(said).toMatch(/\r\n\r\n9\r\nall of it\r\n0\r\n\r\n$/);
    expect(said).not.toMatch(/trailer|x-checksum|evil/i);
    expect(upstream.last?.headers.te).toBeUndefined();
  });

  it('passes parts of a file on as LiveChat cuts them', async () => {
    const { url, upstream } = await startGateway();
    upstream.answersWith((response) =>
      response.writeHead(206, { 'content-range': 'bytes 2-3/9', 'content-length': '2' }).end('cd'),
    );

    const answer = await call(url + list, {
      headers: { ...asCaller, range: 'bytes=2-3', 'if-range': '"x"' },
    });

    expect(answer).toMatchObject({ status: 206, text: 'cd', headers: { 'content-range': 'bytes 2-3/9' } });
    expect(upstream.last?.headers).toMatchObject({ range: 'bytes=2-3', 'if-range': '"x"' });
  });
});
