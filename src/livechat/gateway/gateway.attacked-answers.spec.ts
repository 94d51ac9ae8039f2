import { describe, expect, it } from '@jest/globals';

import { call } from '../../../test/support/http.js';
import { sayRaw } from '../testing/raw-connection.js';
import { startGateway } from '../testing/start-gateway.js';
import { untilStill } from '../testing/until.js';
import { json } from '../testing/upstream.js';

const list = '/livechat/agent/action/list_chats';
const asCaller = 'Authorization: Bearer northwind';
const as = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });
const answerOf = (text: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
const poison = answerOf('poison');

describe('the gateway, when more comes from LiveChat than it asked for', () => {
  it.each([
    ['behind an answer', 'GET', answerOf('first')],
    ['behind an answer without a body', 'GET', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
    ['behind a 204', 'GET', 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['in a 204', 'GET', `HTTP/1.1 204 No Content\r\nContent-Length: ${poison.length}\r\n\r\n`],
    ['in a 304', 'GET', `HTTP/1.1 304 Not Modified\r\nContent-Length: ${poison.length}\r\n\r\n`],
    ['in the answer to HEAD', 'HEAD', `HTTP/1.1 200 OK\r\nContent-Length: ${poison.length}\r\n\r\n`],
  ] as const)(
    'Node CVE-2026-48931, undici GHSA-35p6-xmwp-9g52: it answers nobody else, %s',
    async (_where, method, first) => {
      const { url, port, upstream } = await startGateway();
      upstream.atOnce = (incoming) => {
        upstream.atOnce = undefined;
        incoming.socket.write(first + poison);
      };

      const said = await sayRaw(port, [
        `${method} ${list} HTTP/1.1`,
        'Host: x',
        asCaller,
        'Connection: close',
      ]);
      expect(said).toMatch(/^HTTP\/1\.1 [23]/);
      expect(said).not.toContain('poison');
      upstream.answersWith(json(200, { for: 'soehne' }));
      const second = await call(url + list, as('soehne'));

      expect([second.status, second.json()]).toEqual([200, { for: 'soehne' }]);
    },
  );

  it('Node CVE-2026-48931: nor when it comes while the connection is idle', async () => {
    const { url, upstream } = await startGateway();
    let sayMore = () => {};
    upstream.atOnce = (incoming) => {
      upstream.atOnce = undefined;
      incoming.socket.write(answerOf('first'));
      sayMore = () => incoming.socket.write(poison);
    };
    expect((await call(url + list, as('northwind'))).text).toBe('first');

    sayMore();
    await untilStill(() => 0);
    upstream.answersWith(json(200, { for: 'soehne' }));
    const second = await call(url + list, as('soehne'));

    expect([second.status, second.json()]).toEqual([200, { for: 'soehne' }]);
  });
});

describe('the gateway, when LiveChat’s answer could be read in two ways', () => {
  it.each([
    [
      'a length beside chunks',
      'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    ],
    ['two lengths', 'Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd'],
    ['a folded header', 'X-A: b\r\n Content-Length: 3\r\n\r\nabc'],
    ['a bare carriage return', 'X-A: b\rContent-Length: 3\r\n\r\nabc'],
    ['a null in a header', 'X-A: b\u0000\r\nContent-Length: 3\r\n\r\nabc'],
    ['a chunk without a size', 'Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n'],
    [
      'Apache CVE-2026-63718: a coding before the chunks',
      'Transfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    ],
    ['Apache CVE-2026-63718: a coding nobody knows', 'Transfer-Encoding: xchunked\r\n\r\nabc'],
    [
      'Apache CVE-2026-63718: a coding behind the chunks',
      'Transfer-Encoding: chunked, identity\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    ],
  ])('makes no whole answer of it: %s', async (_what, rest) => {
    const { port, upstream, logLines } = await startGateway();
    upstream.atOnce = (incoming) => incoming.socket.end(`HTTP/1.1 200 OK\r\n${rest}`);

    const said = await sayRaw(port, [
      `POST ${list.replace('list', 'send')} HTTP/1.1`,
      'Host: x',
      asCaller,
      'Content-Length: 0',
      'Connection: close',
    ]);

    expect(said).toMatch(/^$|^HTTP\/1\.1 502 [^]*"upstream_unreachable"/); // or cut off, when it had begun
    expect(logLines.of('gateway.upstream_failed')).toHaveLength(1);
  });

  it.each([
    [
      'Envoy CVE-2024-23326: an upgrade in a 200',
      '200 OK\r\nConnection: Upgrade\r\nUpgrade: evil\r\nContent-Length: 2\r\n\r\nok',
    ],
    [
      'a length that is hop-by-hop',
      '200 OK\r\nConnection: content-length, Content-Type\r\nContent-Length: 2\r\n\r\nok',
    ],
    ['a status nobody knows', '299 \r\nContent-Length: 2\r\n\r\nok'],
    ['a reason that is no text', '200 \u00e9\u0080\r\nContent-Length: 2\r\n\r\nok'],
  ])('passes on what is in it: %s', async (_what, answer) => {
    const { url, upstream } = await startGateway();
    upstream.atOnce = (incoming) => incoming.socket.write(`HTTP/1.1 ${answer}`, 'latin1');

    const said = await call(url + list, as('northwind'));

    expect([said.status, said.text]).toEqual([Number(answer.slice(0, 3)), 'ok']);
    expect(said.headers.upgrade).toBeUndefined();
  });

  it('Caddy CVE-2026-55458: opens no tunnel that nobody asked for', async () => {
    const { url, upstream } = await startGateway();
    upstream.atOnce = (incoming) =>
      incoming.socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: evil\r\n\r\nevil',
      );

    const answer = await call(url + list, as('northwind'));

    expect([answer.status, answer.json().error.data.reason]).toEqual([502, 'upstream_unreachable']);
  });
});

const final = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const interim = (line: string) => `HTTP/1.1 ${line}\r\nLink: </x>; rel=preload\r\n\r\n`;

describe('the gateway, when LiveChat says something before its answer', () => {
  it.each([
    ['102', interim('102 Processing')],
    ['103', interim('103 Early Hints')],
    ['103 twice', interim('103 Early Hints') + interim('103 Early Hints')],
    ['a status to come', interim('110 Soon')],
  ])('keeps it to itself, and passes the answer on: %s', async (_what, before) => {
    const { port, upstream } = await startGateway();
    upstream.atOnce = (incoming) => {
      incoming.socket.write(before, () => incoming.socket.write(final));
    };

    const said = await sayRaw(port, [`GET ${list} HTTP/1.1`, 'Host: x', asCaller, 'Connection: close']);

    expect(said).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nok$/);
    expect(said).not.toMatch(/link/i);
  });

  /** undici 7 takes it for a broken answer; nobody asked for it, for `Expect` never reaches LiveChat. */
  it('takes “100 Continue” for no answer, and goes on with the next call', async () => {
    const { url, upstream, logLines } = await startGateway();
    upstream.atOnce = (incoming) => {
      upstream.atOnce = undefined;
      incoming.socket.write(interim('100 Continue') + final);
    };

    const answer = await call(url + list, { method: 'POST', ...as('northwind'), body: '{}' });

    expect([answer.status, answer.json().error.data.reason]).toEqual([502, 'upstream_unreachable']);
    expect(logLines.of('gateway.upstream_failed')).toHaveLength(1);
    expect((await call(url + list, as('northwind'))).status).toBe(200);
    expect(upstream.requests).toHaveLength(1);
  });
});
