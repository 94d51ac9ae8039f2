import { createHash } from 'node:crypto';
import { request } from 'node:http';

import { describe, expect, it } from '@jest/globals';

import { AGENTS } from '../../index.js';
import { inSandbox, type Visitor } from '../../testing/visitor.js';

function authorization({ sandbox }: Visitor): { authorization: string } {
  return { authorization: `Bearer ${sandbox.tokens.issueFor({ agent: AGENTS.alice }).accessToken}` };
}

describe('_echo', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('says what arrived with %s', (method) =>
    inSandbox(async (visitor) => {
      const body = method === 'GET' ? undefined : Buffer.from([0, 255, 10]);
      const url = '/v3.6/agent/action/_echo/a%2520b;c?x=%7B1%7D&x=2';
      const { json } = await visitor.fetch(url, {
        method,
        body,
        headers: { ...authorization(visitor), 'x-mine': 'é' },
      });
      const bodySha256 = createHash('sha256')
        .update(body ?? '')
        .digest('hex');
      expect(json).toMatchObject({ method, url, bodyLength: body?.length ?? 0, bodySha256 });
    }),
  );

  it.each(['/v3.6/configuration/action/_echo', '/v3.5/reports/chats/_echo', '/v3.7/customer/action/_echo'])(
    'is there at %s',
    (path) =>
      inSandbox(async (visitor) => {
        expect((await visitor.fetch(path, { headers: authorization(visitor) })).json['url']).toBe(path);
      }),
  );

  it('hashes a body of any size without keeping it', () =>
    inSandbox(async (visitor) => {
      const body = Buffer.alloc(20 * 1024 * 1024, 'a');
      const headers = authorization(visitor);
      const { json } = await visitor.fetch('/v3.6/agent/action/_echo', { method: 'POST', headers, body });
      expect(json['bodySha256']).toBe(createHash('sha256').update(body).digest('hex'));
      expect(visitor.sandbox.requests.last).toMatchObject({ bodyLength: body.length, bytesKept: 65_536 });
    }));

  it('wants a token that is alive, like the rest of the API', () =>
    inSandbox(async (visitor) => {
      const { status, json } = await visitor.fetch('/v3.6/agent/action/_echo', { method: 'POST', body: 'x' });
      expect([status, json['error']]).toEqual([
        401,
        { type: 'authentication', message: 'Authentication error' },
      ]);
    }));

  it('answers in the middle of the body when told to', () =>
    inSandbox(async (visitor) => {
      const url = new URL('/v3.6/agent/action/_echo?early', visitor.sandbox.url);
      const endless = request(url, { method: 'POST' });
      const answered = new Promise<number | undefined>((resolve, reject) => {
        endless.on('response', (response) => {
          resolve(response.statusCode);
        });
        endless.on('error', reject);
      });
      endless.write('the first half');
      expect(await answered).toBe(401);
      endless.destroy();
    }));
});

describe('_stream', () => {
  it('sends as many bytes as asked for', () =>
    inSandbox(async (visitor) => {
      const headers = authorization(visitor);
      const { text, headers: sent } = await visitor.fetch('/v3.6/agent/action/_stream?bytes=200000', {
        headers,
      });
      expect([text.length, sent.get('content-length')]).toEqual([200_000, '200000']);
    }));

  it('leaves the length out when chunked', () =>
    inSandbox(async (visitor) => {
      const headers = authorization(visitor);
      const { text, headers: sent } = await visitor.fetch('/v3.6/agent/action/_stream?bytes=70000&chunked', {
        headers,
      });
      expect([text.length, sent.get('content-length')]).toEqual([70_000, null]);
    }));
});

describe('_drip', () => {
  it('lets out a chunk when told to', () =>
    inSandbox(async (visitor) => {
      const url = `${visitor.sandbox.url}/v3.6/agent/action/_drip?id=one`;
      const response = fetch(url, { headers: authorization(visitor) });
      const drip = visitor.sandbox.drips.of('one');
      await drip.opened;
      drip.write('first');
      const reader = (await response).body!.getReader();
      expect(Buffer.from((await reader.read()).value).toString()).toBe('first');
      drip.write('second');
      expect(Buffer.from((await reader.read()).value).toString()).toBe('second');
      drip.end();
      expect((await reader.read()).done).toBe(true);
    }));

  it('breaks off when told to', () =>
    inSandbox(async (visitor) => {
      const url = `${visitor.sandbox.url}/v3.6/agent/action/_drip?id=two`;
      const response = fetch(url, { headers: authorization(visitor) });
      const drip = visitor.sandbox.drips.of('two');
      drip.write('first');
      const body = (await response).text();
      drip.abort();
      await expect(body).rejects.toThrow('terminated');
    }));

  it('knows when the caller has gone', () =>
    inSandbox(async (visitor) => {
      const leaving = new AbortController();
      const url = `${visitor.sandbox.url}/v3.6/agent/action/_drip?id=three`;
      const response = fetch(url, { headers: authorization(visitor), signal: leaving.signal });
      const drip = visitor.sandbox.drips.of('three');
      drip.write('first');
      await response;
      leaving.abort();
      await expect(drip.closed).resolves.toBeUndefined();
    }));
});

describe('_redirect and _status', () => {
  it('redirects where it is told', () =>
    inSandbox(async (visitor) => {
      const url = '/v3.6/agent/action/_redirect?code=307&to=http://evil.example/';
      const { status, headers } = await visitor.fetch(url, { headers: authorization(visitor) });
      expect([status, headers.get('location')]).toEqual([307, 'http://evil.example/']);
    }));

  it('answers any status, headers and body', () =>
    inSandbox(async (visitor) => {
      const url =
        '/v3.6/agent/action/_status?code=418&body=tea&header=Set-Cookie:a=1&header=Set-Cookie:b=2&header=ETag:"x"';
      const { status, text, headers } = await visitor.fetch(url, { headers: authorization(visitor) });
      expect([status, text, headers.get('etag')]).toEqual([418, 'tea', '"x"']);
      expect(headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    }));

  it('answers any error of LiveChat by its type', () =>
    inSandbox(async (visitor) => {
      const url = '/v3.6/agent/action/_status?type=limit_reached';
      const { status, json } = await visitor.fetch(url, { headers: authorization(visitor) });
      expect([status, json['error']]).toEqual([403, { type: 'limit_reached', message: 'Limit reached' }]);
    }));
});
