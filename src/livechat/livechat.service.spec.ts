import { describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

import { MissingScope } from './errors/missing-scope.js';
import { LiveChatService } from './livechat.service.js';
import { startGateway } from './testing/start-gateway.js';
import { freePort } from '../../test/support/free-port.js';
import { json, refusal } from './testing/upstream.js';
import { until } from './testing/until.js';

const grant = { id: 'grant', organizationId: 'northwind', accountId: 'alice' };

async function startService(settings = {}) {
  const { app, ...rest } = await startGateway(settings);
  return { ...rest, livechat: app.get(LiveChatService).as(grant) };
}

function breakingOff(status: number) {
  return (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': 100 });
    response.write('{"error":', () => response.destroy());
  };
}

describe('LiveChatService', () => {
  it('calls an action with the grant’s token and region, and gives its answer', async () => {
    const { livechat, upstream } = await startService();
    upstream.answersWith(json(200, { found_chats: 7 }));

    const answer = await livechat.agent<{ found_chats: number }>('list_chats', { limit: 1 });

    expect(answer.found_chats).toBe(7);
    expect(upstream.last).toMatchObject({ method: 'POST', url: '/v3.6/agent/action/list_chats' });
    expect(upstream.last?.body.toString()).toBe('{"limit":1}');
    expect(upstream.last?.headers).toMatchObject({
      authorization: 'Bearer dal:first',
      'x-region': 'dal',
      'content-type': 'application/json',
    });
  });

  it('knows the families and the versions', async () => {
    const { livechat, upstream } = await startService();

    await livechat.configuration('list_agents');
    await livechat.reports('chats/total_chats', { filters: {} }, { version: '3.5' });

    expect(upstream.requests.map(({ url }) => url)).toEqual([
      '/v3.6/configuration/action/list_agents',
      '/v3.5/reports/chats/total_chats',
    ]);
  });

  it.each(['../../v2/token', 'list_chats?x', 'a/b', 'a%2e', '', 'x#'])(
    'refuses the action %j',
    async (action) => {
      const { livechat, upstream } = await startService();

      await expect(livechat.agent(action)).rejects.toMatchObject({ code: 'livechat.invalid_path' });
      expect(upstream.requests).toEqual([]);
    },
  );

  it('renews a refused token once and sends the same bytes again', async () => {
    const { livechat, upstream, tokens } = await startService();
    upstream.answersWith(refusal(401, 'authentication'), json(200, { ok: true }));

    expect(await livechat.agent('send_event', { text: 'é' })).toEqual({ ok: true });
    expect(tokens.renewals).toEqual(['dal:first']);
    expect(upstream.requests.map(({ headers, body }) => [headers.authorization, body.toString()])).toEqual([
      ['Bearer dal:first', '{"text":"é"}'],
      ['Bearer dal:renewed-1', '{"text":"é"}'],
    ]);
    expect(tokens.observed).toEqual([{ accepted: 'dal:renewed-1' }]);
  });

  it('replays once in all, and then says what LiveChat said', async () => {
    const { livechat, upstream, tokens } = await startService();
    upstream.answersWith(refusal(401, 'authentication'));

    await expect(livechat.agent('send_event')).rejects.toMatchObject({
      code: 'livechat.api_error',
      type: 'authentication',
      status: 401,
    });
    expect(upstream.requests).toHaveLength(2);
    expect(tokens.renewals).toHaveLength(1);
    expect(tokens.observed).toEqual([{ rejectedAfterRenewal: 'dal:renewed-1' }]);
  });

  it('repeats a misdirected call in the region that LiveChat names', async () => {
    const { livechat, upstream, tokens } = await startService();
    upstream.answersWith(refusal(421, 'misdirected_request', { region: 'fra' }), json(200, {}));

    await livechat.agent('send_event');

    expect(upstream.requests.map(({ headers }) => headers['x-region'])).toEqual(['dal', 'fra']);
    expect(tokens.observed).toEqual([{ region: 'fra' }]);
  });

  it('renews also after a 401 that breaks off', async () => {
    const { livechat, upstream, tokens } = await startService();
    upstream.answersWith(breakingOff(401), json(200, { ok: true }));

    expect(await livechat.agent('send_event')).toEqual({ ok: true });
    expect(tokens.renewals).toEqual(['dal:first']);
  });

  it('says that the renewed token was refused when the second 401 breaks off', async () => {
    const { livechat, upstream, tokens } = await startService();
    upstream.answersWith(refusal(401, 'authentication'), breakingOff(401));

    await expect(livechat.agent('send_event')).rejects.toMatchObject({ status: 502 });
    expect(tokens.observed).toEqual([{ rejectedAfterRenewal: 'dal:renewed-1' }]);
  });

  it.each([200, 403, 500])('has no answer when one with status %i breaks off', async (status) => {
    const { livechat, upstream } = await startService();
    upstream.answersWith(breakingOff(status));

    await expect(livechat.agent('list_chats')).rejects.toMatchObject({
      code: 'livechat.upstream_unreachable',
    });
    expect(upstream.requests).toHaveLength(1);
  });

  it('rejects with LiveChat’s type, status and data', async () => {
    const { livechat, upstream } = await startService();
    upstream.answersWith(refusal(400, 'Validation', { field: 'chat_id' }));

    await expect(livechat.agent('get_chat')).rejects.toMatchObject({
      type: 'validation',
      status: 400,
      data: { field: 'chat_id' },
      message: 'LiveChat refused the call: says Validation',
    });
    expect(upstream.requests).toHaveLength(1);
  });

  it.each([302, 429, 500, 503])('neither follows nor repeats status %i', async (status) => {
    const { livechat, upstream } = await startService();
    upstream.answersWith((response) =>
      response.writeHead(status, { location: 'http://evil.test/' }).end('busy'),
    );

    await expect(livechat.agent('list_chats')).rejects.toMatchObject({ code: 'livechat.api_error', status });
    expect(upstream.requests).toHaveLength(1);
  });

  it('sends a form, and the same form again', async () => {
    const { livechat, upstream } = await startService();
    upstream.answersWith(refusal(401, 'authentication'), json(200, { url: 'https://cdn.test/1' }));
    const form = new FormData();
    form.set('file', new Blob(['bytes']), 'name.txt');

    await livechat.agent('upload_file', form);

    const [first, second] = upstream.requests;
    expect(first?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(second?.headers['content-type']).toBe(first?.headers['content-type']);
    expect(first?.body.toString()).toContain('filename="name.txt"');
    expect(second?.body.equals(first!.body)).toBe(true);
  });

  it('sends a stream once: its 401 renews, and the caller decides about another', async () => {
    const { livechat, upstream, tokens } = await startService();
    upstream.answersWith(refusal(401, 'authentication'), json(200, {}));
    const stream = () => Readable.from([Buffer.from('some '), Buffer.from('bytes')]);

    await expect(livechat.agent('upload_file', stream())).rejects.toMatchObject({ type: 'authentication' });
    expect(tokens.renewals).toEqual(['dal:first']);
    expect(upstream.requests).toHaveLength(1);

    await livechat.agent('upload_file', stream());
    expect(upstream.last?.body.toString()).toBe('some bytes');
    expect(upstream.last?.headers.authorization).toBe('Bearer dal:renewed-1');
  });

  it('repeats a read whose connection was lost, and no write', async () => {
    const { livechat, upstream } = await startService();
    upstream.answersWith((response) => response.destroy(), json(200, { n: 2 }));
    expect(await livechat.agent('list_chats')).toEqual({ n: 2 });

    upstream.answersWith((response) => response.destroy());
    await expect(livechat.agent('send_event')).rejects.toMatchObject({
      code: 'livechat.upstream_unreachable',
    });
    expect(upstream.requests).toHaveLength(3);
  });

  it('renews also when the one replay was spent on a lost connection', async () => {
    const { livechat, upstream, tokens } = await startService();
    upstream.answersWith((response) => response.destroy(), refusal(401, 'authentication'));

    await expect(livechat.agent('list_chats')).rejects.toMatchObject({ status: 401 });

    expect(tokens.renewals).toEqual(['dal:first']);
    expect(upstream.requests).toHaveLength(2);
  });

  it('says when LiveChat cannot be reached, without the token', async () => {
    const { livechat } = await startService({ apiUrl: new URL(`http://127.0.0.1:${await freePort()}`) });

    const error = await livechat.agent('send_event').catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({
      code: 'livechat.upstream_unreachable',
      status: 502,
      cause: { code: 'ECONNREFUSED' },
    });
    expect(JSON.stringify(error, allProperties)).not.toContain('dal:first');
  });

  it('says when LiveChat does not answer in time', async () => {
    const { livechat, upstream } = await startService({ headersTimeoutMs: 50 });
    upstream.answersWith(() => undefined);

    await expect(livechat.agent('list_chats')).rejects.toMatchObject({
      code: 'livechat.upstream_timeout',
      status: 504,
    });
    expect(upstream.requests).toHaveLength(1);
  });

  it('ends a call when its signal says so', async () => {
    const { livechat, upstream } = await startService();
    let state = 'not called';
    upstream.atOnce = (_request, response) => {
      state = 'called';
      response.on('close', () => {
        state = 'hung up';
      });
    };
    const controller = new AbortController();

    const call = livechat.agent('list_chats', {}, { signal: controller.signal });
    await until(() => state === 'called');
    controller.abort(new Error('enough'));

    await expect(call).rejects.toThrow('enough');
    await until(() => state === 'hung up');
  });

  it('ends a call that waits for a token when its signal says so', async () => {
    const { livechat, upstream, tokens } = await startService();
    upstream.answersWith(refusal(401, 'authentication'));
    tokens.renewing = () => new Promise(() => undefined);
    const controller = new AbortController();

    const call = livechat.agent('list_chats', {}, { signal: controller.signal });
    await until(() => tokens.renewals.length === 1);
    controller.abort(new Error('enough'));

    await expect(call).rejects.toThrow('enough');
    expect(upstream.requests).toHaveLength(1);
  });

  it('knows before calling that a scope is missing', async () => {
    const { livechat, upstream, tokens } = await startService();
    tokens.scopes = ['chats--all:ro'];

    await expect(livechat.agent('send_event')).rejects.toMatchObject({
      code: 'livechat.missing_scope',
      status: 403,
      details: { scope: 'chats--all:rw|chats--access:rw' },
    });
    await expect(livechat.agent('send_event', {}, { version: '3.5' })).rejects.toBeInstanceOf(MissingScope);
    await livechat.agent('list_chats');
    expect(upstream.requests.map(({ url }) => url)).toEqual(['/v3.6/agent/action/list_chats']);
  });

  it('follows the pages of a list', async () => {
    const { livechat, upstream } = await startService();
    upstream.answersWith(json(200, { chats: [1], next_page_id: 'two' }), json(200, { chats: [2] }));
    const chats: number[] = [];

    for await (const page of livechat.pages<{ chats: number[] }>('agent/action/list_chats', {
      limit: 1,
      filters: {},
    })) {
      chats.push(...page.chats);
    }

    expect(chats).toEqual([1, 2]);
    expect(upstream.requests.map(({ body }) => JSON.parse(body.toString()) as unknown)).toEqual([
      { limit: 1, filters: {} },
      { page_id: 'two' },
    ]);
  });
});

function allProperties(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.getOwnPropertyNames(value).map((name) => [name, (value as Record<string, unknown>)[name]]),
  );
}
