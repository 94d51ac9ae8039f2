import { describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';

import { GatewayCounts } from '../gateway/gateway-counts.js';
import { answerTo, bytesOf, openRequest } from '../testing/open-request.js';
import { type RunningGateway, startGateway } from '../testing/start-gateway.js';
import { until, untilStill } from '../testing/until.js';
import { json, refusal } from '../testing/upstream.js';
import { LIST_CHATS, linesOf, walk } from '../testing/walk.js';

const first = json(200, { chats: [1], next_page_id: 'two' });
const last = json(200, { chats: [3] });
const tooMany = (headers = {}) => json(429, { error: { type: 'too_many_requests', message: 'x' } }, headers);

const counted = ({ app }: RunningGateway) =>
  Object.entries(app.get(GatewayCounts).calls).filter(([, count]) => count > 0);

function breakingOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': 100 });
  response.write('{', () => response.destroy());
}

describe('a walk that breaks off after the first page', () => {
  it.each([
    [
      'LiveChat’s own error',
      refusal(400, 'validation', { detail: 'page_id' }),
      { type: 'validation', message: 'says validation', data: { detail: 'page_id' } },
    ],
    [
      'LiveChat’s own error, with 500',
      refusal(500, 'internal'),
      { type: 'internal', message: 'says internal' },
    ],
    [
      'ours for an answer that says nothing',
      (response: ServerResponse) => response.writeHead(503).end('<html>'),
      {
        type: 'service_unavailable',
        message: 'LiveChat answered with status 503.',
        data: { reason: 'page_refused' },
      },
    ],
    [
      'ours for a page that breaks off',
      breakingOff,
      { type: 'service_unavailable', data: { reason: 'upstream_unreachable' } },
    ],
    [
      'ours for a page that is no JSON',
      (response: ServerResponse) => response.end('{'),
      { type: 'service_unavailable', data: { reason: 'unreadable_page' } },
    ],
    [
      'ours for a page that is too large',
      (response: ServerResponse) => response.end(`"${'x'.repeat(10_485_759)}"`),
      { type: 'service_unavailable', data: { reason: 'page_too_large' } },
    ],
  ])('ends properly, and its last line has %s and where to go on', async (_what, second, error) => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(first, second);

    const answer = await walk(gateway);

    expect(answer.status).toBe(200);
    expect(linesOf(answer)).toEqual([
      { chats: [1], next_page_id: 'two' },
      { error: expect.objectContaining(error), page_id: 'two' },
    ]);
    expect(gateway.upstream.requests).toHaveLength(2);
    expect(counted(gateway)).toEqual([['upstream_failed', 1]]);
    expect(gateway.logLines.of('gateway.walk_broke_off')).toMatchObject([
      { method: 'POST', path: '/v3.6/agent/action/list_chats', pages: 1 },
    ]);
  });

  it('has LiveChat’s own refusal of a renewed token too', async () => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(first, refusal(401, 'authentication'));

    const answer = await walk(gateway);

    expect(linesOf(answer)[1]).toEqual({
      error: { type: 'authentication', message: 'says authentication' },
      page_id: 'two',
    });
    expect(gateway.tokens.renewals).toHaveLength(1);
    expect(gateway.upstream.requests).toHaveLength(3);
  });

  it('says no more than that something failed when nobody expected it; the log has it', async () => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(first, refusal(401, 'authentication'));
    gateway.tokens.renewing = () => Promise.reject(new Error('inner words'));

    const answer = await walk(gateway);

    expect(linesOf(answer)[1]).toMatchObject({ error: { data: { reason: 'internal' } }, page_id: 'two' });
    expect(answer.text).not.toContain('inner words');
    expect(gateway.logLines.of('gateway.walk_broke_off')).toMatchObject([
      { reason: 'internal', error: { message: 'inner words' } },
    ]);
  });

  it('says so in our words when LiveChat’s error is nested too deeply to be written', async () => {
    const gateway = await startGateway();
    const deep = '['.repeat(20_000) + ']'.repeat(20_000);
    gateway.upstream.answersWith(first, (response) => {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(`{"error":{"type":"validation","data":${deep}}}`);
    });

    expect(linesOf(await walk(gateway))[1]).toMatchObject({
      error: { type: 'validation', data: { reason: 'page_refused' } },
      page_id: 'two',
    });
  });

  it('hangs up on a page that is too large', async () => {
    const gateway = await startGateway();
    let state = 'not asked';
    gateway.upstream.answersWith(first, (response) => {
      state = 'asked';
      response.write('x'.repeat(10_485_761));
      response.on('close', () => {
        state = 'hung up';
      });
    });

    expect(linesOf(await walk(gateway))).toHaveLength(2);
    await until(() => state === 'hung up');
    expect(gateway.logLines.of('gateway.upstream_failed')).toEqual([]);
  });

  it('does not go round for ever when a page id comes again', async () => {
    const gateway = await startGateway();
    const other = json(200, { chats: [2], next_page_id: 'three' });
    gateway.upstream.answersWith(first, other, first, other);

    expect(linesOf(await walk(gateway))).toEqual([
      { chats: [1], next_page_id: 'two' },
      { chats: [2], next_page_id: 'three' },
      { chats: [1], next_page_id: 'two' },
      { error: expect.objectContaining({ data: { reason: 'page_repeated' } }), page_id: 'two' },
    ]);
    expect(gateway.upstream.requests).toHaveLength(3);
  });
});

/** One interval runs in any case: what calls cost is written every few seconds. */
const isPausing = ({ clock }: RunningGateway): boolean => clock.waiting > 1;

describe('a walk that LiveChat has too many requests for', () => {
  it('waits as long as LiveChat says, and goes on', async () => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(first, tooMany({ 'retry-after': '30' }), last);

    const walking = walk(gateway);
    await until(() => isPausing(gateway));
    await gateway.clock.advance(29_999);
    expect(gateway.upstream.requests).toHaveLength(2);
    await gateway.clock.advance(1);

    expect(linesOf(await walking)).toEqual([{ chats: [1], next_page_id: 'two' }, { chats: [3] }]);
    expect(gateway.upstream.requests.at(-1)?.body.toString()).toBe('{"page_id":"two"}');
    expect(counted(gateway)).toEqual([['2xx', 1]]);
  });

  it('waits twice as long each time, four times, and then says so', async () => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(first, tooMany());

    const walking = walk(gateway);
    for (const [index, pauseMs] of [2_000, 4_000, 8_000, 16_000].entries()) {
      await until(() => isPausing(gateway));
      await gateway.clock.advance(pauseMs - 1);
      expect(gateway.upstream.requests).toHaveLength(2 + index);
      await gateway.clock.advance(1);
    }

    expect(linesOf(await walking)[1]).toEqual({
      error: { type: 'too_many_requests', message: 'x' },
      page_id: 'two',
    });
    expect(gateway.upstream.requests).toHaveLength(6);
  });

  it('waits anew for each page', async () => {
    const gateway = await startGateway();
    const second = json(200, { chats: [2], next_page_id: 'three' });
    gateway.upstream.answersWith(first, tooMany(), second, tooMany(), last);

    const walking = walk(gateway);
    for (let page = 0; page < 2; page += 1) {
      await until(() => isPausing(gateway));
      await gateway.clock.advance(2_000);
    }

    expect(linesOf(await walking)).toHaveLength(3);
  });

  it('does not wait longer than a minute', async () => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(first, tooMany({ 'retry-after': '61' }));

    expect(linesOf(await walk(gateway))).toHaveLength(2);
    expect(gateway.upstream.requests).toHaveLength(2);
  });

  it('ends when the caller leaves meanwhile', async () => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(first, tooMany());
    const request = openRequest(gateway.url + LIST_CHATS, 'POST').end('{}');
    await answerTo(request);
    await until(() => isPausing(gateway));

    request.destroy();
    await until(() => !isPausing(gateway));
    await gateway.clock.advance(60_000);

    expect(gateway.upstream.requests).toHaveLength(2);
    expect(counted(gateway)).toEqual([['caller_left', 1]]);
  });

  it('ends when the server stops, and says where to go on', async () => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(first, tooMany());
    const walking = walk(gateway);
    await until(() => isPausing(gateway));

    const closing = gateway.app.close();
    const lines = linesOf(await walking);
    await closing;

    expect(lines[1]).toEqual({
      error: expect.objectContaining({ data: { reason: 'stopping' } }),
      page_id: 'two',
    });
    expect(gateway.upstream.requests).toHaveLength(2);
  });
});

describe('the caller of a walk', () => {
  it('ends it by leaving while a page waits to be taken', async () => {
    const gateway = await startGateway({ idleTimeoutMs: 60_000 });
    gateway.upstream.answersWith(json(200, { chats: 'x'.repeat(9_000_000), next_page_id: 'two' }));
    const request = openRequest(gateway.url + LIST_CHATS, 'POST').end('{}');
    await answerTo(request);
    const asked = await untilStill(() => gateway.upstream.requests.length);

    request.destroy();
    await until(() => counted(gateway).length > 0);

    expect(counted(gateway)).toEqual([['caller_left', 1]]);
    expect(gateway.upstream.requests).toHaveLength(asked);
  });

  it('ends it by leaving: LiveChat’s page is broken off, and no other is asked for', async () => {
    const gateway = await startGateway();
    let state = 'not asked';
    gateway.upstream.answersWith(first, (response) => {
      state = 'asked';
      response.write('{"half":');
      response.on('close', () => {
        state = 'broken off';
      });
    });
    const request = openRequest(gateway.url + LIST_CHATS, 'POST').end('{}');
    await answerTo(request);
    await until(() => state === 'asked');

    request.destroy();
    await until(() => state === 'broken off');
    await untilStill(() => gateway.upstream.requests.length);

    expect(gateway.upstream.requests).toHaveLength(2);
    expect(counted(gateway)).toEqual([['caller_left', 1]]);
  });

  it('slows it down by reading slowly, and gets every page when it reads on', async () => {
    const gateway = await startGateway({ idleTimeoutMs: 60_000 });
    let pages = 0;
    gateway.upstream.answersWith((response) => {
      pages += 1;
      const more = pages < 12 ? `,"next_page_id":"p${pages}"` : '';
      response.end(`{"chats":"${'x'.repeat(2_097_152)}"${more}}`);
    });

    const answer = await answerTo(openRequest(gateway.url + LIST_CHATS, 'POST').end('{}'));
    const asked = await untilStill(() => gateway.upstream.requests.length);
    const bytes = await bytesOf(answer);

    expect(asked).toBeLessThan(6); // what the connection's own buffers hold
    expect(bytes.toString().trimEnd().split('\n')).toHaveLength(12);
    expect(gateway.upstream.requests).toHaveLength(12);
  });
});
