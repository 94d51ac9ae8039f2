import { describe, expect, it } from '@jest/globals';

import { AGENTS } from '../../../sandbox/index.js';
import { attackedByAll, statusOf } from './attacked.js';

const { alice } = AGENTS;
const echo = '/livechat/agent/action/_echo';
/** What an attacker would have LiveChat, or the next reader of the connection, take for a request. */
const inside = 'GET /v2/info HTTP/1.1\r\nHost: evil.example\r\n\r\n';
const chunkedEnd = '0\r\n\r\n';

const attacked = attackedByAll();

describe('framing that two servers could read differently', () => {
  it.each([
    ['llhttp CVE-2021-22959: a space before the colon', 'Content-Length : 4\r\n\r\n{}{}'],
    ['Node CVE-2024-27982: a space before the name', 'X-A: b\r\n Content-Length: 4\r\n\r\n{}{}'],
    [
      'llhttp CVE-2021-22960: line breaks in a chunk extension',
      `Transfer-Encoding: chunked\r\n\r\n1;a\n2\r\na\r\n${chunkedEnd}`,
    ],
    [
      'llhttp CVE-2022-32213: a coding behind a control character',
      `Transfer-Encoding: \u000bchunked\r\n\r\n${chunkedEnd}${inside}`,
    ],
    [
      'llhttp CVE-2022-32213: chunked with more behind it',
      `Transfer-Encoding: chunked, xchunked\r\n\r\n${chunkedEnd}${inside}`,
    ],
    [
      'llhttp CVE-2022-32214: a bare line feed that ends a header',
      `Dummy: x\nContent-Length: 44\r\n\r\n${inside}`,
    ],
    [
      'llhttp CVE-2022-32215: a coding on two lines',
      `Transfer-Encoding: chunked,\r\n identity\r\n\r\n${chunkedEnd}${inside}`,
    ],
    [
      'llhttp CVE-2022-35256: a header that a carriage return ends',
      `X-A: b\rTransfer-Encoding: chunked\r\n\r\n${chunkedEnd}${inside}`,
    ],
    [
      'llhttp CVE-2023-30589: a bare carriage return between headers',
      `X-A: b\r\rContent-Length: 44\r\n\r\n${inside}`,
    ],
    ['llhttp CVE-2025-23167: a carriage return that ends the headers', `Content-Length: 44\r\n\r${inside}`],
    [
      'Tinyproxy CVE-2026-54387: a length beside chunks',
      `Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n${chunkedEnd}${inside}`,
    ],
    [
      'Tinyproxy CVE-2026-54387: chunks beside a length',
      `Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n${chunkedEnd}${inside}`,
    ],
    [
      'h3 CVE-2026-23527: two codings, one of them misspelled',
      `Transfer-Encoding: chunked\r\nTransfer-Encoding: cow\r\n\r\n${chunkedEnd}${inside}`,
    ],
    ['h3 CVE-2026-23527: a coding in quotes', `Transfer-Encoding: "chunked"\r\n\r\n${chunkedEnd}${inside}`],
    [
      'undici CVE-2026-1525: two lengths in two spellings',
      `Content-Length: 4\r\ncontent-length: 48\r\n\r\n{}{}${inside}`,
    ],
    [
      'Node CVE-2024-22019: a chunk extension without end',
      `Transfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}\r\na\r\n${chunkedEnd}`,
    ],
    ['a length twice the same', 'Content-Length: 4\r\nContent-Length: 4\r\n\r\n{}{}'],
    ['a length of words', 'Content-Length: four\r\n\r\n{}{}'],
    ['a negative length', `Content-Length: -1\r\n\r\n${inside}`],
    ['an empty length', `Content-Length: \r\n\r\n${inside}`],
    ['chunks whose size has a sign', `Transfer-Encoding: chunked\r\n\r\n+1\r\na\r\n${chunkedEnd}`],
    ['chunks whose size has a prefix', `Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n${chunkedEnd}`],
    ['a chunk longer than it says', `Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n${chunkedEnd}`],
    ['a chunk that bare line feeds end', `Transfer-Encoding: chunked\r\n\r\n1\na\n0\n\n`],
    ['a header without a name', ': x\r\nContent-Length: 0\r\n\r\n'],
    ['a header without a colon', 'Content-Length 4\r\n\r\n{}{}'],
    ['a null in a header', 'X-A: b\u0000c\r\nContent-Length: 0\r\n\r\n'],
  ])('%s: is refused, and the connection ends', async (_advisory, rest) => {
    const said = await attacked.bytes(
      `POST ${echo} HTTP/1.1\r\nHost: x\r\n${attacked.alice}\r\nSec-Fetch-Site: same-origin\r\n${rest}`,
    );

    expect(statusOf(said)).toBe(400);
    expect(said.match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
    expect(attacked.seen).toEqual([]);
  });

  it.each([
    ['Undertow CVE-2026-28369: a space before the first header', ` Content-Length: 0\r\nHost: x`, 'HTTP/1.1'],
    ['no version', 'Host: x', ''],
    ['a version to come', 'Host: x', 'HTTP/1.2'],
    ['another protocol', 'Host: x', 'ICY/1.1'],
    ['no host', 'Accept: */*', 'HTTP/1.1'],
  ])('%s: is refused, and the connection ends', async (_advisory, first, version) => {
    const said = await attacked.bytes(
      `GET ${echo} ${version}\r\n${first}\r\n${attacked.alice}\r\n\r\n${inside}`,
    );

    expect([0, 400, 505]).toContain(statusOf(said));
    expect(attacked.seen).toEqual([]);
  });

  it('RFC 9112 section 6.1: chunks in HTTP/1.0 are refused, which an older proxy would read to the end', async () => {
    const said = await attacked.bytes(
      `POST ${echo} HTTP/1.0\r\n${attacked.alice}\r\nSec-Fetch-Site: same-origin\r\nConnection: keep-alive\r\n` +
        `Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n${chunkedEnd}${inside}`,
    );

    expect([statusOf(said), said]).toEqual([501, expect.stringContaining('unsupported_transfer_coding')]);
    expect(attacked.seen).toEqual([]);
  });

  it('Tinyproxy CVE-2026-31842: chunks are chunks in any case of letters', async () => {
    await attacked.asAlice(
      `POST ${echo} HTTP/1.1`,
      ['tRANSFER-eNCODING: cHuNkEd'],
      `3\r\nabc\r\n${chunkedEnd}`,
    );

    expect(attacked.requests.last).toMatchObject({
      text: 'abc',
      headers: { 'content-length': '3' },
    });
  });

  it('trailers add no header: neither a credential nor a tenant nor an author', async () => {
    const post = (trailers: string) =>
      attacked.asAlice(
        `POST ${echo} HTTP/1.1`,
        ['Transfer-Encoding: chunked', 'Trailer: X-Author-Id, Authorization'],
        `3\r\nabc\r\n0\r\n${trailers}\r\n`,
      );

    const said = await post('X-Author-Id: evil\r\nAuthorization: Bearer evil\r\nCookie: evil=1\r\n');
    const withLength = await post('Content-Length: 99\r\n');

    expect([statusOf(said), statusOf(withLength)]).toEqual([200, 400]);
    expect(attacked.seen).toHaveLength(1);
    expect(attacked.requests.last).toMatchObject({ text: 'abc', headers: { 'content-length': '3' } });
    expect(attacked.requests.last?.rawHeaders.join()).not.toMatch(/evil|trailer/i);
  });

  it.each(['HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9'])(
    'a version is for one hop: %s goes on as HTTP/1.1',
    async (version) => {
      const said = await attacked.bytes(
        `GET ${echo} ${version}\r\nHost: x\r\n${attacked.alice}\r\nConnection: close\r\n\r\n`,
      );

      expect(statusOf(said)).toBe(200);
      expect(attacked.seen).toEqual(['GET /v3.6/agent/action/_echo']);
      expect(attacked.requests.last?.accountId).toBe(alice.accountId);
    },
  );
});

describe('a body where other proxies expect none', () => {
  it.each(['GET', 'HEAD', 'DELETE'])(
    'fastify-reply-from CVE-2026-133212: that of %s reaches LiveChat with its length, and is no second request',
    async (method) => {
      const lengths = [`Content-Length: ${inside.length}`, 'Transfer-Encoding: chunked'];
      const bodies = [inside, `${inside.length.toString(16)}\r\n${inside}\r\n${chunkedEnd}`];

      for (const [at, length] of lengths.entries()) {
        const said = await attacked.asAlice(`${method} ${echo}?n=${at} HTTP/1.1`, [length], bodies[at]);
        expect(statusOf(said)).toBe(200);
      }
      expect(statusOf(await attacked.asAlice(`GET ${echo}?n=after HTTP/1.1`))).toBe(200);

      expect(attacked.seen).toEqual([
        `${method} /v3.6/agent/action/_echo?n=0`,
        `${method} /v3.6/agent/action/_echo?n=1`,
        'GET /v3.6/agent/action/_echo?n=after',
      ]);
      const [first, second] = attacked.requests.all;
      for (const seen of [first, second]) {
        expect([seen?.text, seen?.headers['content-length']]).toEqual([inside, String(inside.length)]);
      }
    },
  );

  it('http-proxy GHSA-6x33-pw7p-hmpq: a long one with an expectation takes nobody down', async () => {
    const long = 'x'.repeat(1_500_000);

    const said = await attacked.asAlice(
      `POST ${echo} HTTP/1.1`,
      [`Content-Length: ${long.length}`, 'Expect: 100-continue'],
      long,
    );

    expect(said).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
    expect(attacked.requests.last?.bodyLength).toBe(long.length);
    expect(attacked.requests.last?.headers.expect).toBeUndefined();
  });

  it('an expectation nobody knows is not met', async () => {
    const said = await attacked.asAlice(
      `POST ${echo} HTTP/1.1`,
      ['Content-Length: 2', 'Expect: 200-ok'],
      '{}',
    );

    expect(statusOf(said)).toBe(417);
    expect(attacked.seen).toEqual([]);
  });

  it('http-proxy-middleware CVE-2024-21536: a target that is no URL takes nobody down', async () => {
    for (const target of [
      '//x@x',
      '//',
      '//:',
      '/livechat/%',
      '/livechat/agent/%E0%A4%A',
      '/livechat?%',
      '*',
    ]) {
      expect(statusOf(await attacked.asStranger(`GET ${target} HTTP/1.1`))).toBeGreaterThanOrEqual(400);
    }

    expect(statusOf(await attacked.asAlice(`GET ${echo} HTTP/1.1`))).toBe(200);
    expect(attacked.seen).toHaveLength(1);
  });
});
