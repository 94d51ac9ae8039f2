import { describe, expect, it } from '@jest/globals';

import { sayRaw } from '../testing/raw-connection.js';
import { startGateway } from '../testing/start-gateway.js';

const path = '/livechat/agent/action/send_event';
const asCaller = 'Authorization: Bearer northwind';
const inside = `GET /v2/info HTTP/1.1\r\nHost: evil.test\r\n\r\n`;

describe('the gateway, attacked', () => {
  it.each([
    ['a length beside chunks', ['Content-Length: 5', 'Transfer-Encoding: chunked'], `0\r\n\r\n${inside}`],
    ['two lengths', ['Content-Length: 0', 'Content-Length: 44'], inside],
    ['two lengths in one', ['Content-Length: 0, 44'], inside],
    ['a signed length', ['Content-Length: +5'], 'xxxxx'],
    ['a length in hexadecimal', ['Content-Length: 0x5'], 'xxxxx'],
    ['chunks under another name', ['Transfer-Encoding: xchunked'], `0\r\n\r\n${inside}`],
    ['chunks in chunks', ['Transfer-Encoding: chunked, chunked'], `0\r\n\r\n${inside}`],
    ['chunks before another coding', ['Transfer-Encoding: chunked, identity'], `0\r\n\r\n${inside}`],
    ['a space before the colon', ['Transfer-Encoding : chunked'], `0\r\n\r\n${inside}`],
    ['a folded header', ['X-A: b', ' Transfer-Encoding: chunked'], `0\r\n\r\n${inside}`],
    ['a chunk without a size', ['Transfer-Encoding: chunked'], `zz\r\n${inside}`],
    ['a chunk size beyond numbers', ['Transfer-Encoding: chunked'], `fffffffffffffffff1\r\nx\r\n0\r\n\r\n`],
  ])('does not carry a second request in: %s', async (_what, headers, body) => {
    const { port, upstream } = await startGateway();

    const said = await sayRaw(
      port,
      [`POST ${path} HTTP/1.1`, 'Host: x', asCaller, ...headers, 'Connection: close'],
      body,
    );

    expect(said).toMatch(/^HTTP\/1\.1 400 |^$/);
    expect(upstream.requests).toEqual([]);
  });

  it.each([
    ['a coding before the chunks', ['Transfer-Encoding: gzip, chunked']],
    ['a coding on a line before the chunks', ['Transfer-Encoding: gzip', 'Transfer-Encoding: chunked']],
  ])('does not take coded bytes for plain ones: %s', async (_what, headers) => {
    const { port, upstream } = await startGateway();

    const said = await sayRaw(
      port,
      [`POST ${path} HTTP/1.1`, 'Host: x', asCaller, ...headers],
      '3\r\nabc\r\n0\r\n\r\n',
    );

    expect(said).toMatch(/^HTTP\/1\.1 501 /);
    expect(said).toMatch(/\r\nconnection: close\r\n/i);
    expect(said).toContain('"type":"validation"');
    expect(said).toContain('"reason":"unsupported_transfer_coding"');
    expect(upstream.requests).toEqual([]);
  });

  it('takes chunks however they are spelled', async () => {
    const { port, upstream } = await startGateway();

    await sayRaw(
      port,
      [`POST ${path} HTTP/1.1`, 'Host: x', asCaller, 'Transfer-Encoding:  CHUNKED ', 'Connection: close'],
      '3\r\nabc\r\n0\r\n\r\n',
    );

    expect(upstream.last?.body.toString()).toBe('abc');
  });

  it('gives LiveChat one body of one length, however the caller cut it', async () => {
    const { port, upstream } = await startGateway();
    const chunks = ['1;ext=1', 'a', '2', 'bc', '0', 'X-Trailer: evil', '', ''].join('\r\n');

    await sayRaw(
      port,
      [
        `POST ${path} HTTP/1.1`,
        'Host: x',
        asCaller,
        'Transfer-Encoding: chunked',
        'Trailer: X-Trailer',
        'Connection: close',
      ],
      chunks,
    );

    expect(upstream.last?.body.toString()).toBe('abc');
    expect(upstream.last?.headers).toMatchObject({ 'content-length': '3' });
    expect(upstream.last?.rawHeaders.join()).not.toMatch(/transfer-encoding|trailer/i);
  });

  it.each([
    ['a length', 'Content-Length: 3', 'abc'],
    ['chunks', 'Transfer-Encoding: chunked', '3\r\nabc\r\n0\r\n\r\n'],
  ])(
    'keeps its framing by %s behind thousands of lines, of which Node would forget those',
    async (_what, framing, body) => {
      const { port, upstream } = await startGateway();
      const lines = Array.from({ length: 2_500 }, () => 'a:b');

      await sayRaw(
        port,
        [`POST ${path} HTTP/1.1`, 'Host: x', 'Connection: close', ...lines, asCaller, framing],
        body,
      );

      expect(upstream.last?.body.toString()).toBe('abc');
      expect(upstream.last?.headers).toMatchObject({
        'content-length': '3',
        authorization: 'Bearer dal:first',
      });
    },
  );

  it('keeps its framing when Connection names it', async () => {
    const { port, upstream } = await startGateway();

    await sayRaw(
      port,
      [
        `POST ${path} HTTP/1.1`,
        'Host: x',
        asCaller,
        'Content-Length: 3',
        'Connection: close, content-length, authorization',
      ],
      'abc',
    );

    expect(upstream.last?.body.toString()).toBe('abc');
    expect(upstream.last?.headers).toMatchObject({
      'content-length': '3',
      authorization: 'Bearer dal:first',
    });
  });

  it.each([
    ['an absolute target', 'http://evil.test/livechat/agent/action/x'],
    ['an absolute target at LiveChat', 'https://api.livechatinc.com/livechat/agent/action/x'],
    ['dot segments', '/livechat/agent/../../v2/token'],
    ['encoded dot segments', '/livechat/agent/%2e%2e/%2e%2e/v2/token'],
    ['twice encoded dot segments', '/livechat/agent/%252e%252e/x'],
    ['dot segments with parameters', '/livechat/agent/..;/x'],
    ['backslashes', '/livechat/agent\\..\\..\\x'],
    ['an encoded slash', '/livechat/agent%2f..%2fx'],
    ['a double slash', '/livechat//evil.test/agent'],
    ['a fragment', '/livechat/agent/action/x#y'],
    ['an encoded prefix', '/%6civechat/agent/action/x'],
    ['a malformed percent', '/livechat/agent/action/%'],
    ['an overlong dot', '/livechat/agent/%c0%ae%c0%ae/x'],
  ])('is not led astray by %s', async (_what, target) => {
    const { port, upstream } = await startGateway();

    const said = await sayRaw(port, [`GET ${target} HTTP/1.1`, 'Host: x', asCaller, 'Connection: close']);

    expect(said).toMatch(/^HTTP\/1\.1 400 /);
    expect(said).toContain('"reason":"invalid_path"');
    expect(upstream.requests).toEqual([]);
  });

  it.each([
    ['a host to connect to', 'CONNECT evil.test:443 HTTP/1.1'],
    ['a trace', `TRACE ${path} HTTP/1.1`],
    ['a control character', `GET ${path}\u0001 HTTP/1.1`],
    ['bytes beyond ASCII', 'GET /livechat/agent/action/\u00e9 HTTP/1.1'],
    ['a method of its own', `PURGE ${path} HTTP/1.1`],
    ['a target from elsewhere', 'GET //livechat/agent/action/x HTTP/1.1'],
    ['a path above', 'GET /auth/../livechat/agent/action/x HTTP/1.1'],
  ])('does not call LiveChat for %s', async (_what, requestLine) => {
    const { port, upstream } = await startGateway();

    const said = await sayRaw(port, [requestLine, 'Host: x', asCaller, 'Connection: close']);

    expect(said).toMatch(/^HTTP\/1\.1 4\d\d |^$/);
    expect(upstream.requests).toEqual([]);
  });

  it('calls LiveChat’s own host, whatever Host the caller names', async () => {
    const { port, upstream } = await startGateway();

    await sayRaw(port, [
      `GET ${path} HTTP/1.1`,
      'Host: evil.test',
      'X-Forwarded-Host: evil.test',
      asCaller,
      'Connection: close',
    ]);

    expect(upstream.last?.headers.host).toBe(upstream.url.slice('http://'.length));
    expect(upstream.last?.rawHeaders.join()).not.toContain('evil');
  });

  it('does not let an answer act on our origin', async () => {
    const { port, upstream } = await startGateway();
    upstream.answersWith((response) =>
      response
        .writeHead(200, {
          'set-cookie': ['__Host-session=evil', 'b=c'],
          'clear-site-data': '"*"',
          'access-control-allow-origin': '*',
          'access-control-allow-credentials': 'true',
          'x-content-type-options': 'evil',
        })
        .end(),
    );

    const said = await sayRaw(port, [`GET ${path} HTTP/1.1`, 'Host: x', asCaller, 'Connection: close']);

    expect(said).not.toMatch(/set-cookie|clear-site-data|access-control|evil/i);
    expect(said).toMatch(/x-content-type-options: nosniff/);
  });
});
