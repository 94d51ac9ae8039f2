import { describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';

import { call } from '../../../test/support/http.js';
import { GatewayCounts } from '../gateway/gateway-counts.js';
import { type RunningGateway, startGateway } from '../testing/start-gateway.js';
import { json, refusal } from '../testing/upstream.js';
import { AS_CALLER, linesOf, walk } from '../testing/walk.js';

const threePages = [
  json(200, { chats: [1], next_page_id: 'two' }),
  json(200, { chats: [2], next_page_id: 'three' }),
  json(200, { chats: [3] }),
];
const seen = ({ upstream }: RunningGateway) =>
  upstream.requests.map(({ method, url, body }) => [method, url, body.toString()]);

describe('a list with ?all=true', () => {
  it('comes page by page, each on a line as LiveChat sent it', async () => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(...threePages);

    const answer = await walk(gateway, { body: '{"limit":1, "filters":{"active":true}}' });

    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/x-ndjson']);
    expect(answer.text).toBe(
      '{"chats":[1],"next_page_id":"two"}\n{"chats":[2],"next_page_id":"three"}\n{"chats":[3]}\n',
    );
    expect(seen(gateway)).toEqual([
      ['POST', '/v3.6/agent/action/list_chats', '{"limit":1, "filters":{"active":true}}'],
      ['POST', '/v3.6/agent/action/list_chats', '{"page_id":"two"}'],
      ['POST', '/v3.6/agent/action/list_chats', '{"page_id":"three"}'],
    ]);
    for (const { headers } of gateway.upstream.requests)
      expect(headers).toMatchObject({
        authorization: 'Bearer dal:first',
        'x-region': 'dal',
        'content-type': 'application/json',
      });
  });

  it('may be asked for with GET', async () => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(...threePages);
    const path = '/livechat/v3.5/agent/action/list_archives?limit=1&all=true&filters.from=x&y=%2F';

    const answer = await walk(gateway, { path, method: 'GET', body: '' });

    expect(linesOf(answer)).toHaveLength(3);
    expect(seen(gateway)).toEqual([
      ['GET', '/v3.5/agent/action/list_archives?limit=1&filters.from=x&y=%2F', ''],
      ['GET', '/v3.5/agent/action/list_archives?y=%2F&page_id=two', ''],
      ['GET', '/v3.5/agent/action/list_archives?y=%2F&page_id=three', ''],
    ]);
  });

  it('may be asked for without a body', async () => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(...threePages);

    await walk(gateway, { body: '' });

    expect(seen(gateway).map(([, , body]) => body)).toEqual(['', '{"page_id":"two"}', '{"page_id":"three"}']);
  });

  it('goes on from a page_id, with the parameters that LiveChat wants each time', async () => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(...threePages);
    const path = '/livechat/agent/action/list_threads?all=true&x=1';

    await walk(gateway, { path, body: '{"chat_id":"c","page_id":"one"}' });

    expect(seen(gateway)).toEqual([
      ['POST', '/v3.6/agent/action/list_threads?x=1', '{"chat_id":"c","page_id":"one"}'],
      ['POST', '/v3.6/agent/action/list_threads?x=1', '{"chat_id":"c","page_id":"two"}'],
      ['POST', '/v3.6/agent/action/list_threads?x=1', '{"chat_id":"c","page_id":"three"}'],
    ]);
  });

  it('has one line for a page of many', async () => {
    const gateway = await startGateway();
    gateway.upstream.answersWith((response) => response.end('{\r\n  "n": 1.10,\n  "x": "a\\nb"\n}\n'));

    expect((await walk(gateway)).text).toBe('{  "n": 1.10,  "x": "a\\nb"}\n');
  });

  it('reads pages that are compressed, though it asks for none', async () => {
    const gateway = await startGateway();
    gateway.upstream.answersWith((response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync('{"chats":[]}'));
    });

    const answer = await walk(gateway, {
      headers: { 'accept-encoding': 'gzip', accept: 'text/plain', range: 'bytes=0-1' },
    });

    expect([answer.text, answer.headers['content-encoding']]).toEqual(['{"chats":[]}\n', undefined]);
    expect(gateway.upstream.last?.headers).toMatchObject({ accept: 'application/json' });
    expect(gateway.upstream.last?.headers['accept-encoding']).toBeUndefined();
    expect(gateway.upstream.last?.headers.range).toBeUndefined();
  });

  it('has the first page’s headers, less what is about its bytes, and our own', async () => {
    const gateway = await startGateway();
    const headers = {
      legacy: '2027-02-07',
      'x-debug-id': 'd-1',
      etag: 'W/"1"',
      'cache-control': 'max-age=60',
    };
    gateway.upstream.answersWith(json(200, {}, headers));

    const answer = await walk(gateway);

    expect(answer.headers).toMatchObject({
      legacy: '2027-02-07',
      'x-debug-id': 'd-1',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers.etag).toBeUndefined();
    expect(answer.headers['content-length']).toBeUndefined();
  });

  it('counts as one call, and its time not as that of an answer', async () => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(...threePages);
    const counts = gateway.app.get(GatewayCounts);

    await walk(gateway);

    expect(Object.entries(counts.calls).filter(([, count]) => count > 0)).toEqual([['2xx', 1]]);
    expect(counts.wholeAnswers.counts.every((count) => count === 0)).toBe(true);
  });

  it('renews a refused token for the page that met it, and repeats that page once', async () => {
    const gateway = await startGateway();
    const [one, two, three] = threePages;
    gateway.upstream.answersWith(
      refusal(401, 'authentication'),
      one!,
      refusal(401, 'authentication'),
      two!,
      three!,
    );

    expect(linesOf(await walk(gateway))).toHaveLength(3);
    expect(gateway.tokens.renewals).toEqual(['dal:first', 'dal:renewed-1']);
    expect(seen(gateway).map(([, , body]) => body)).toEqual([
      '{}',
      '{}',
      '{"page_id":"two"}',
      '{"page_id":"two"}',
      '{"page_id":"three"}',
    ]);
    expect(gateway.app.get(GatewayCounts).replays.authentication).toBe(2);
  });

  it('asks a page again in the region that LiveChat names', async () => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(
      threePages[0]!,
      refusal(421, 'misdirected_request', { region: 'fra' }),
      threePages[2]!,
    );

    expect(linesOf(await walk(gateway))).toHaveLength(2);
    expect(gateway.upstream.requests.map(({ headers }) => headers['x-region'])).toEqual([
      'dal',
      'dal',
      'fra',
    ]);
  });
});

describe('what is no list of pages', () => {
  it.each([
    ['POST', '/agent/action/get_chat?all=true'],
    ['POST', '/configuration/action/list_agents?x=1&all=true'],
    ['GET', '/reports/chats/total_chats?all=true'],
    ['PUT', '/agent/action/list_chats?all=true'],
    ['POST', '/agent/action/list_chats?all=1'],
  ] as const)('is passed on untouched with its query: %s %s', async (method, path) => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(json(200, { next_page_id: 'two' }));

    const answer = await call(`${gateway.url}/livechat${path}`, { method, headers: AS_CALLER });

    expect(answer.text).toBe('{"next_page_id":"two"}');
    expect(gateway.upstream.requests.map(({ url }) => url)).toEqual([`/v3.6${path}`]);
  });
});

describe('a walk that cannot begin', () => {
  it.each([
    ['{"half":', 400, 'invalid_body'],
    ['[]', 400, 'invalid_body'],
    ['null', 400, 'invalid_body'],
    [gzipSync('{}'), 400, 'invalid_body'],
    [JSON.stringify({ x: 'x'.repeat(2_000) }), 413, 'body_too_large'],
  ])('is refused for its body: %#', async (body, status, reason) => {
    const gateway = await startGateway({ replayLimitBytes: 1_024 });

    const answer = await walk(gateway, { body });

    expect([answer.status, answer.json().error.data.reason]).toEqual([status, reason]);
    expect(gateway.upstream.requests).toEqual([]);
  });

  it('is refused for a body that is nested too deeply to be sent for another page', async () => {
    const gateway = await startGateway({ replayLimitBytes: 100_000 });

    const answer = await walk(gateway, { body: `{"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}` });

    expect([answer.status, answer.json().error.data.reason]).toEqual([400, 'invalid_body']);
    expect(gateway.upstream.requests).toEqual([]);
  });

  it('is refused when the scope is missing', async () => {
    const gateway = await startGateway();
    gateway.tokens.scopes = ['customers:ro'];

    expect((await walk(gateway)).json().error.data.reason).toBe('missing_scope');
    expect(gateway.upstream.requests).toEqual([]);
  });

  it.each([
    [400, 'validation'],
    [401, 'authorization'],
    [403, 'license_expired'],
    [429, 'too_many_requests'],
    [500, 'internal'],
  ])('has LiveChat’s own answer with status %i as it came', async (status, type) => {
    const gateway = await startGateway();
    const error = { error: { type, message: 'x' } };
    gateway.upstream.answersWith(
      json(status, error, { 'retry-after': '9', 'x-debug-id': 'd-1', etag: 'W/"1"' }),
    );

    const answer = await walk(gateway);

    expect([answer.status, answer.text]).toEqual([status, JSON.stringify(error)]);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      'retry-after': '9',
      'x-debug-id': 'd-1',
      etag: 'W/"1"',
    });
    expect(gateway.upstream.requests).toHaveLength(1);
    expect(gateway.app.get(GatewayCounts).calls[status < 500 ? '4xx' : '5xx']).toBe(1);
  });

  it.each([
    ['is no JSON', 'unreadable_page', '<html>'],
    ['is larger than a walk takes into memory', 'page_too_large', `"${'x'.repeat(10_485_759)}"`],
  ])('is answered with an error when the first page %s', async (_what, reason, body) => {
    const gateway = await startGateway();
    gateway.upstream.answersWith((response) => response.end(body));

    const answer = await walk(gateway);

    expect([answer.status, answer.json().error.data.reason]).toEqual([502, reason]);
    expect(gateway.app.get(GatewayCounts).calls.upstream_failed).toBe(1);
  });

  it('is answered with an error when LiveChat breaks off in the first page', async () => {
    const gateway = await startGateway();
    gateway.upstream.answersWith((response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{', () => response.destroy());
    });

    const answer = await walk(gateway);

    expect([answer.status, answer.json().error.data.reason]).toEqual([502, 'upstream_unreachable']);
  });
});
