import { describe, expect, it } from '@jest/globals';

import { call } from '../../../test/support/http.js';
import { sayRaw } from '../testing/raw-connection.js';
import { startGateway } from '../testing/start-gateway.js';
import { json, refusal } from '../testing/upstream.js';

const asCaller = { authorization: 'Bearer northwind' };
const asCallerLine = 'Authorization: Bearer northwind';
const action = '/livechat/agent/action/list_chats';

describe('the gateway, passing calls on', () => {
  it('calls the same path at LiveChat with the grant’s token and region', async () => {
    const { url, upstream } = await startGateway();
    upstream.answersWith(json(200, { chats_summary: [] }));

    const answer = await call(url + action, {
      method: 'POST',
      headers: { ...asCaller, 'content-type': 'application/json' },
      body: '{"limit":1}',
    });

    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ chats_summary: [] });
    expect(upstream.requests).toHaveLength(1);
    expect(upstream.last).toMatchObject({ method: 'POST', url: '/v3.6/agent/action/list_chats' });
    expect(upstream.last?.body.toString()).toBe('{"limit":1}');
    expect(upstream.last?.headers).toMatchObject({ authorization: 'Bearer dal:first', 'x-region': 'dal' });
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    'takes %s as it is, with a body',
    async (method) => {
      const { url, upstream } = await startGateway();

      const answer = await call(`${url}${action}?a=%2F&b`, { method, headers: asCaller, body: 'some bytes' });

      expect(answer.status).toBe(200);
      expect(upstream.last).toMatchObject({ method, url: '/v3.6/agent/action/list_chats?a=%2F&b' });
      expect(upstream.last?.body.toString()).toBe('some bytes');
      expect(upstream.last?.headers['content-length']).toBe('10');
    },
  );

  it('takes HEAD, and answers with headers alone', async () => {
    const { url, upstream } = await startGateway();
    upstream.answersWith((response) =>
      response.writeHead(200, { 'content-length': '1234', etag: '"x"' }).end(),
    );

    const answer = await call(url + action, { method: 'HEAD', headers: asCaller });

    expect(upstream.last?.method).toBe('HEAD');
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(answer.headers).toMatchObject({ 'content-length': '1234', etag: '"x"' });
  });

  it('sends no region that is not known', async () => {
    const { url, upstream, tokens } = await startGateway();
    tokens.region = undefined;

    await call(url + action, { headers: { ...asCaller, 'x-region': 'fra' } });

    expect(upstream.last?.headers['x-region']).toBeUndefined();
  });

  it('shows LiveChat the allowed headers, spelled as they came, and nothing else', async () => {
    const { port, upstream } = await startGateway({ forwardHeaders: ['x-trace'] });

    await sayRaw(port, [
      `GET ${action} HTTP/1.1`,
      'Host: localhost',
      'Authorization: Bearer northwind',
      'Cookie: session=secret',
      'aCCept: a/b',
      'aCCept: c/d',
      'X-Trace: 1',
      'If-Match: dropped',
      'X-Forwarded-For: 10.0.0.1',
      'Forwarded: for=10.0.0.1',
      'Origin: http://localhost',
      'Connection: close, If-Match',
    ]);

    expect(upstream.last?.rawHeaders).toEqual([
      'host',
      upstream.url.slice('http://'.length),
      'connection',
      'keep-alive',
      'aCCept',
      'a/b',
      'aCCept',
      'c/d',
      'X-Trace',
      '1',
      'Authorization',
      'Bearer dal:first',
      'X-Region',
      'dal',
    ]);
  });

  it('shows the caller LiveChat’s headers, spelled as they came, and our own', async () => {
    const { port, upstream } = await startGateway();
    upstream.answersWith((response) => {
      response.sendDate = false;
      response.writeHead(200, 'Fine By Me', [
        ['Legacy', '2026-01-01'],
        ['X-Many', '1'],
        ['x-many', '2'],
        ['Set-Cookie', 'lc=1'],
        ['Access-Control-Allow-Origin', '*'],
        ['Strict-Transport-Security', 'max-age=1'],
        ['X-Hop', 'hop'],
        ['Connection', 'x-hop'],
        ['Content-Length', '2'],
      ]);
      response.end('ok');
    });

    const said = await sayRaw(port, [
      `GET ${action} HTTP/1.1`,
      'Host: localhost',
      'Authorization: Bearer northwind',
      'Connection: close',
    ]);

    const [head = '', body] = said.split('\r\n\r\n');
    const lines = head.split('\r\n').filter((line) => !line.startsWith('Date:'));
    expect(lines).toEqual([
      'HTTP/1.1 200 Fine By Me',
      'Legacy: 2026-01-01',
      'X-Many: 1',
      'x-many: 2',
      'Content-Length: 2',
      'x-content-type-options: nosniff',
      expect.stringMatching(/^x-request-id: \S+$/),
      'cache-control: private',
      'Connection: close',
    ]);
    expect(body).toBe('ok');
  });

  it.each([
    [200, ''],
    [201, '{"id":1}'],
    [404, '{"error":{"type":"not_found","message":"Not found"}}'],
    [429, '{"error":{"type":"too_many_requests","message":"Too many requests"}}'],
    [500, '{"error":{"type":"internal","message":"Internal server error"}}'],
    [503, 'busy'],
  ])('passes status %i and the body %j as they came', async (status, body) => {
    const { url, upstream, tokens } = await startGateway();
    upstream.answersWith((response) =>
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '7' }).end(body),
    );

    const answer = await call(url + action, { method: 'POST', headers: asCaller, body: '{}' });

    expect(answer).toMatchObject({ status, text: body });
    expect(answer.headers['retry-after']).toBe('7');
    expect(upstream.requests).toHaveLength(1);
    expect(tokens.renewals).toEqual([]);
  });

  it.each([204, 304])('passes status %i without a body', async (status) => {
    const { url, upstream } = await startGateway();
    upstream.answersWith((response) => response.writeHead(status, { etag: '"x"' }).end());

    const answer = await call(url + action, { headers: { ...asCaller, 'if-none-match': '"x"' } });

    expect(answer).toMatchObject({ status, text: '' });
    expect(answer.headers.etag).toBe('"x"');
    expect(upstream.last?.headers['if-none-match']).toBe('"x"');
  });

  it('passes a 304 on with the length that the body would have, and goes on with the next call', async () => {
    const { url, port, upstream } = await startGateway();
    upstream.atOnce = (incoming) => {
      incoming.socket.write('HTTP/1.1 304 Not Modified\r\nETag: "x"\r\nContent-Length: 10\r\n\r\n');
    };

    const said = await sayRaw(port, [`GET ${action} HTTP/1.1`, 'Host: x', asCallerLine, 'Connection: close']);
    upstream.atOnce = undefined;

    expect(said).toMatch(/^HTTP\/1\.1 304 Not Modified\r\n/);
    expect(said).toMatch(/\r\nETag: "x"\r\nContent-Length: 10\r\n/);
    expect((await call(url + action, { headers: asCaller })).status).toBe(200);
  });

  it('passes a 204 on without the length that it must not have', async () => {
    const { port, upstream, logLines } = await startGateway();
    upstream.atOnce = (incoming) => {
      incoming.socket.write('HTTP/1.1 204 No Content\r\nX-Y: z\r\nContent-Length: 10\r\n\r\n');
    };

    const said = await sayRaw(port, [`GET ${action} HTTP/1.1`, 'Host: x', asCallerLine, 'Connection: close']);

    expect(said).toMatch(/^HTTP\/1\.1 204 No Content\r\nX-Y: z\r\n/);
    expect(said).not.toMatch(/content-length/i);
    expect(logLines.of('gateway.upstream_failed')).toEqual([]);
  });

  it('returns a redirect instead of following it', async () => {
    const { url, upstream } = await startGateway();
    upstream.answersWith((response) => response.writeHead(302, { location: 'http://evil.test/' }).end());

    const answer = await call(url + action, { headers: asCaller });

    expect(answer.status).toBe(302);
    expect(answer.headers.location).toBe('http://evil.test/');
    expect(upstream.requests).toHaveLength(1);
  });

  it('passes compressed bytes untouched', async () => {
    const { url, upstream } = await startGateway();
    upstream.answersWith((response) =>
      response
        .writeHead(400, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .end('not gzip'),
    );

    const answer = await call(url + action, { headers: { ...asCaller, 'accept-encoding': 'gzip' } });

    expect(answer).toMatchObject({ status: 400, text: 'not gzip' });
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(upstream.last?.headers['accept-encoding']).toBe('gzip');
  });

  it('swallows informational answers', async () => {
    const { url, upstream } = await startGateway();
    upstream.answersWith((response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.writeProcessing();
      response.writeHead(200, { 'content-length': '2' }).end('ok');
    });

    const answer = await call(url + action, { headers: asCaller });

    expect(answer).toMatchObject({ status: 200, text: 'ok' });
    expect(answer.headers.link).toBeUndefined();
  });

  it('refuses an ambiguous path, whoever calls', async () => {
    const { url, port, upstream } = await startGateway();

    const [encoded, malformed, raw] = [
      await call(`${url}/livechat/agent/%252e%252e/x`),
      await call(`${url}/livechat/agent/%zz`),
      await sayRaw(port, ['GET /livechat/agent/../../v2 HTTP/1.1', 'Host: localhost', 'Connection: close']),
    ];

    for (const answer of [encoded, malformed]) {
      expect(answer.status).toBe(400);
      expect(answer.json()).toMatchObject({
        error: { type: 'validation', data: { reason: 'invalid_path' } },
      });
    }
    expect(raw).toMatch(/^HTTP\/1\.1 400 [^]*"reason":"invalid_path"/);
    expect(upstream.requests).toEqual([]);
  });

  it('asks who calls before it says which paths there are', async () => {
    const { url, upstream } = await startGateway();

    const stranger = await call(`${url}/livechat/partners/x`);
    const caller = await call(`${url}/livechat/partners/x`, { headers: asCaller });

    expect(stranger.status).toBe(401);
    expect(stranger.json()).toEqual({
      error: {
        type: 'authentication',
        message: 'Sign in first.',
        data: { reason: 'not_signed_in', reconnect_url: 'http://localhost/auth/livechat' },
      },
    });
    expect(caller.status).toBe(403);
    expect(caller.json()).toMatchObject({
      error: { type: 'authorization', data: { reason: 'forbidden_path' } },
    });
    expect(upstream.requests).toEqual([]);
  });

  it('tells the grant’s keeper of an expired license once, and of the first success after it', async () => {
    const { url, upstream, tokens } = await startGateway();
    upstream.answersWith(refusal(403, 'license_expired'), json(200, {}), json(200, {}));

    for (let count = 0; count < 3; count += 1) await call(url + action, { headers: asCaller });

    expect(tokens.observed).toEqual([{ errorType: 'license_expired' }, { accepted: 'dal:first' }]);
    expect(tokens.renewals).toEqual([]);
  });
});
