import { describe, expect, it } from '@jest/globals';

import { AGENTS } from '../../../sandbox/index.js';
import { RawConnection } from '../../../src/livechat/testing/raw-connection.js';
import { attackedByAll, statusOf } from './attacked.js';

const { alice, dieter } = AGENTS;
const echo = '/livechat/agent/action/_echo';
/** What an attacker would have LiveChat, or the next reader of the connection, take for a request. */
const inside = 'GET /v2/info HTTP/1.1\r\nHost: evil.example\r\n\r\n';
const chunkedEnd = '0\r\n\r\n';

const attacked = attackedByAll();

describe('a request for another protocol', () => {
  const h2c =
    'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA';

  it.each([
    ['h2c smuggling', h2c],
    [
      'Pingora CVE-2026-2833: a WebSocket',
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x',
    ],
    ['a protocol of its own', 'Connection: upgrade\r\nUpgrade: evil/1.0'],
  ])('%s: opens no tunnel: what follows are requests like any other', async (_advisory, headers) => {
    const ask = (n: number, more = '') =>
      `GET ${echo}?n=${n} HTTP/1.1\r\nHost: x\r\n${attacked.alice}\r\n${more}\r\n`;

    const said = await attacked.bytes(ask(1, `${headers}\r\n`) + inside + ask(2, 'Connection: close\r\n'));

    expect(said.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200']);
    expect(attacked.seen).toEqual([1, 2].map((n) => `GET /v3.6/agent/action/_echo?n=${n}`));
    for (const { headers: seen } of attacked.requests.all) {
      expect(Object.keys(seen).filter((name) => /upgrade|http2|websocket/.test(name))).toEqual([]);
    }
  });

  it.each([
    ['HTTP/2 with prior knowledge', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['Go CVE-2026-94439: a tunnel', `CONNECT api.livechatinc.com:443 HTTP/1.1\r\nHost: x\r\n\r\n${inside}`],
    [
      'Go CVE-2026-56866: a tunnel with a body',
      `CONNECT ${echo} HTTP/1.1\r\nHost: x\r\nContent-Length: 44\r\n\r\n${inside}`,
    ],
    ['TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
  ])('%s: is refused, and the connection ends', async (_advisory, bytes) => {
    const said = await attacked.bytes(bytes);

    expect([0, 400, 404, 405, 501]).toContain(statusOf(said));
    expect((said.match(/HTTP\/1\.1 \d/g) ?? []).length).toBeLessThanOrEqual(1);
    expect(attacked.seen).toEqual([]);
  });
});

describe('two tenants on one connection', () => {
  it('never mix, whatever their bodies look like', async () => {
    const asDieter = `POST ${echo}?n=evil HTTP/1.1\r\nHost: x\r\n${attacked.dieter}\r\nContent-Length: 0\r\n\r\n`;
    const post = (cookie: string, n: number, length: string, body: string) =>
      `POST ${echo}?n=${n} HTTP/1.1\r\nHost: x\r\n${cookie}\r\nSec-Fetch-Site: same-origin\r\n${length}\r\n\r\n${body}`;
    const chunk = `${asDieter.length.toString(16)}\r\n${asDieter}\r\n${chunkedEnd}`;
    const connection = await RawConnection.to(attacked.port);

    connection.send(
      post(attacked.alice, 1, `Content-Length: ${asDieter.length}`, asDieter) +
        post(attacked.dieter, 2, 'Transfer-Encoding: chunked', chunk) +
        post(attacked.alice, 3, 'Content-Length: 0', '') +
        post(attacked.dieter, 4, 'Content-Length: 2\r\nConnection: close', '{}'),
    );
    const said = await connection.untilClosed();

    expect(said.match(/HTTP\/1\.1 200/g)).toHaveLength(4);
    expect(said.match(/_echo\?n=\w+/g)).toEqual([1, 2, 3, 4].map((n) => `_echo?n=${n}`));
    const seen = attacked.requests.all.map(({ query, accountId, text }) => [query.get('n'), accountId, text]);
    expect(seen.sort()).toEqual([
      ['1', alice.accountId, asDieter],
      ['2', dieter.accountId, asDieter],
      ['3', alice.accountId, ''],
      ['4', dieter.accountId, '{}'],
    ]);
  });

  it('each get their own refusal: a stranger behind a caller is a stranger', async () => {
    const ask = (more: string) => `GET ${echo} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;

    const said = await attacked.bytes(
      ask(`${attacked.alice}\r\n`) + ask('') + ask(`${attacked.alice}\r\nConnection: close\r\n`),
    );

    expect(said.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 401', 'HTTP/1.1 200']);
    expect(attacked.seen).toHaveLength(2);
  });
});
