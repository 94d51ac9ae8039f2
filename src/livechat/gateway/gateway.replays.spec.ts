import { describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';

import { call } from '../../../test/support/http.js';
import { AppError } from '../../foundation/index.js';
import { startGateway } from '../testing/start-gateway.js';
import { json, refusal } from '../testing/upstream.js';

const asCaller = { authorization: 'Bearer northwind', 'content-type': 'application/json' };
const send = '/livechat/agent/action/send_event';
const list = '/livechat/agent/action/list_chats';
const limit = 1_024;

class NoRenewal extends AppError {
  readonly code = 'tokens.renewal_unavailable';
  readonly status = 503;
  readonly publicMessage = 'Later.';
  override readonly headers = { 'retry-after': '3' };
}

describe('the gateway, after LiveChat has refused a token', () => {
  it('renews with the rejected token and sends the same bytes once more', async () => {
    const { url, upstream, tokens } = await startGateway();
    upstream.answersWith(refusal(401, 'authentication'), json(200, { id: 1 }));

    const answer = await call(`${url}${send}?x=1`, {
      method: 'POST',
      headers: asCaller,
      body: '{"text":"é"}',
    });

    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ id: 1 });
    expect(tokens.renewals).toEqual(['dal:first']);
    expect(
      upstream.requests.map(({ url: path, body, headers }) => [path, body.toString(), headers.authorization]),
    ).toEqual([
      ['/v3.6/agent/action/send_event?x=1', '{"text":"é"}', 'Bearer dal:first'],
      ['/v3.6/agent/action/send_event?x=1', '{"text":"é"}', 'Bearer dal:renewed-1'],
    ]);
    expect(tokens.observed).toEqual([{ accepted: 'dal:renewed-1' }]);
  });

  it.each([
    ['a bare 401', 401, {}, ''],
    ['a 401 with a page', 401, { 'content-type': 'text/html' }, '<h1>no</h1>'],
    ['a 401 longer than any error', 401, { 'content-type': 'text/html' }, 'x'.repeat(1_000_000)],
    [
      'a 403 that says Authentication',
      403,
      { 'content-type': 'application/json' },
      '{"error":{"type":"Authentication"}}',
    ],
    [
      'a compressed refusal',
      400,
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      gzipSync('{"error":{"type":"authentication"}}'),
    ],
  ])('understands %s', async (_what, status, headers, body) => {
    const { url, upstream, tokens } = await startGateway();
    upstream.answersWith((response) => response.writeHead(status, headers).end(body), json(200, {}));

    const answer = await call(url + send, { method: 'POST', headers: asCaller, body: '{}' });

    expect(answer.status).toBe(200);
    expect(tokens.renewals).toHaveLength(1);
    expect(upstream.requests).toHaveLength(2);
  });

  it.each([
    ['authorization', 401],
    ['license_expired', 401],
    ['too_many_requests', 429],
    ['authorization', 403],
  ])('passes %s with status %i on and renews nothing', async (type, status) => {
    const { url, upstream, tokens } = await startGateway();
    upstream.answersWith(refusal(status, type));

    const answer = await call(url + send, { method: 'POST', headers: asCaller, body: '{}' });

    expect(answer.status).toBe(status);
    expect(answer.json().error.type).toBe(type);
    expect(tokens.renewals).toEqual([]);
    expect(upstream.requests).toHaveLength(1);
  });

  it('passes the second refusal on as it came, and says that the renewed token was refused', async () => {
    const { url, upstream, tokens } = await startGateway();
    upstream.answersWith(refusal(401, 'authentication', { n: 1 }), refusal(401, 'authentication', { n: 2 }));

    const answer = await call(url + send, { method: 'POST', headers: asCaller, body: '{}' });

    expect(answer.status).toBe(401);
    expect(answer.json().error).toEqual({
      type: 'authentication',
      message: 'says authentication',
      data: { n: 2 },
    });
    expect(answer.headers['retry-after']).toBeUndefined();
    expect(upstream.requests).toHaveLength(2);
    expect(tokens.renewals).toHaveLength(1);
    expect(tokens.observed).toEqual([{ rejectedAfterRenewal: 'dal:renewed-1' }]);
  });

  it('answers with what the renewal says when there is none', async () => {
    const { url, upstream, tokens } = await startGateway();
    upstream.answersWith(refusal(401, 'authentication'));
    tokens.renewing = () => Promise.reject(new NoRenewal('no renewal'));

    const answer = await call(url + send, { method: 'POST', headers: asCaller, body: '{}' });

    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('3');
    expect(answer.json()).toMatchObject({
      error: { type: 'service_unavailable', data: { reason: 'renewal_unavailable' } },
    });
    expect(upstream.requests).toHaveLength(1);
  });

  it('repeats a body of just the size that is kept, also one without a declared length', async () => {
    const { url, upstream } = await startGateway({ replayLimitBytes: limit });
    const body = Buffer.alloc(limit, 'x');
    const chunked = async function* () {
      yield await Promise.resolve(body.subarray(0, 1));
      yield body.subarray(1);
    };

    for (const payload of [body, chunked()]) {
      upstream.answersWith(refusal(401, 'authentication'), json(200, {}));
      const answer = await call(url + send, { method: 'POST', headers: asCaller, body: payload });
      expect(answer.status).toBe(200);
    }

    expect(upstream.requests.map((seen) => seen.body.equals(body))).toEqual([true, true, true, true]);
  });

  it.each(['declared', 'chunked'])(
    'streams a larger %s body once: its 401 renews, and tells the caller to come again',
    async (how) => {
      const { url, upstream, tokens } = await startGateway({ replayLimitBytes: limit });
      upstream.answersWith(refusal(401, 'authentication', { n: 1 }));
      const body = Buffer.alloc(limit + 1, 'x');
      const chunked = async function* () {
        yield await Promise.resolve(body);
      };

      const answer = await call(url + send, {
        method: 'POST',
        headers: asCaller,
        body: how === 'chunked' ? chunked() : body,
      });

      expect(answer.status).toBe(401);
      expect(answer.json().error).toEqual({
        type: 'authentication',
        message: 'says authentication',
        data: { n: 1 },
      });
      expect(answer.headers['retry-after']).toBe('0');
      expect(tokens.renewals).toEqual(['dal:first']);
      expect(upstream.requests).toHaveLength(1);
      expect(upstream.last?.body.equals(body)).toBe(true);
    },
  );

  it('tells the caller of a large body to come again also when the renewal fails', async () => {
    const { url, upstream, tokens } = await startGateway({ replayLimitBytes: 0 });
    upstream.answersWith((response) => response.writeHead(401, { 'Retry-After': '60' }).end());
    tokens.renewing = () => Promise.reject(new NoRenewal('no renewal'));

    const answer = await call(url + send, { method: 'POST', headers: asCaller, body: 'x' });

    expect(answer.status).toBe(401);
    expect(answer.headers['retry-after']).toBe('0');
  });

  it('sends a call without a body once more, whatever is kept', async () => {
    const { url, upstream } = await startGateway({ replayLimitBytes: 0 });
    upstream.answersWith(refusal(401, 'authentication'), json(200, {}));

    expect((await call(url + list, { headers: asCaller })).status).toBe(200);
  });
});

describe('the gateway, after LiveChat has named another region', () => {
  it('remembers it and sends the same bytes there once', async () => {
    const { url, upstream, tokens } = await startGateway();
    upstream.answersWith(refusal(421, 'misdirected_request', { region: 'fra' }), json(200, {}));

    const answer = await call(url + send, { method: 'POST', headers: asCaller, body: '{}' });

    expect(answer.status).toBe(200);
    expect(upstream.requests.map(({ headers }) => headers['x-region'])).toEqual(['dal', 'fra']);
    expect(upstream.requests.map(({ body }) => body.toString())).toEqual(['{}', '{}']);
    expect(tokens.observed).toEqual([{ region: 'fra' }, { accepted: 'dal:first' }]);
    expect(tokens.renewals).toEqual([]);
  });

  it('passes the answer on when the region is none that may be sent', async () => {
    const { url, upstream, tokens } = await startGateway();
    upstream.answersWith(refusal(421, 'misdirected_request', { region: 'evil.test/#' }));

    const answer = await call(url + send, { method: 'POST', headers: asCaller, body: '{}' });

    expect(answer.status).toBe(421);
    expect(upstream.requests).toHaveLength(1);
    expect(tokens.observed).toEqual([]);
  });

  it('has one replay in all: a 401 from the other region renews, and tells the caller to come again', async () => {
    const { url, upstream, tokens } = await startGateway();
    upstream.answersWith(
      refusal(421, 'misdirected_request', { region: 'fra' }),
      refusal(401, 'authentication'),
    );

    const answer = await call(url + send, { method: 'POST', headers: asCaller, body: '{}' });

    expect([answer.status, answer.headers['retry-after']]).toEqual([401, '0']);
    expect(upstream.requests).toHaveLength(2);
    expect(tokens.renewals).toEqual(['dal:first']);
  });

  it('has one replay in all: a third region is remembered, and its answer passed on', async () => {
    const { url, upstream, tokens } = await startGateway();
    upstream.answersWith(
      refusal(421, 'misdirected_request', { region: 'fra' }),
      refusal(421, 'misdirected_request', { region: 'lon' }),
    );

    const answer = await call(url + send, { method: 'POST', headers: asCaller, body: '{}' });

    expect([answer.status, answer.json().error.data]).toEqual([421, { region: 'lon' }]);
    expect(upstream.requests).toHaveLength(2);
    expect(tokens.observed).toEqual([{ region: 'fra' }, { region: 'lon' }]);
  });

  it('has one replay in all: another region after a renewal is remembered, and its answer passed on', async () => {
    const { url, upstream, tokens } = await startGateway();
    upstream.answersWith(
      refusal(401, 'authentication'),
      refusal(421, 'misdirected_request', { region: 'fra' }),
    );

    const answer = await call(url + send, { method: 'POST', headers: asCaller, body: '{}' });

    expect(answer.status).toBe(421);
    expect(upstream.requests).toHaveLength(2);
    expect(tokens.observed).toEqual([{ accepted: 'dal:renewed-1' }, { region: 'fra' }]);
  });
});
