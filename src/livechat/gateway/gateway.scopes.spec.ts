import { describe, expect, it } from '@jest/globals';

import { call } from '../../../test/support/http.js';
import type { LiveChatConfig } from '../livechat.config.js';
import { type RunningGateway, startGateway } from '../testing/start-gateway.js';
import { json, refusal } from '../testing/upstream.js';
import { GatewayCounts } from './gateway-counts.js';

const headers = { authorization: 'Bearer northwind', 'content-type': 'application/json' };

async function startWith(scopes: readonly string[], settings: Partial<LiveChatConfig> = {}) {
  const gateway = await startGateway(settings);
  gateway.tokens.scopes = scopes;
  return gateway;
}

const ask = (gateway: RunningGateway, path: string, body: string | Buffer = '{}') =>
  call(`${gateway.url}/livechat${path}`, { method: 'POST', headers, body });

describe('a call whose grant lacks the scope', () => {
  it('is answered in LiveChat’s shape, and LiveChat is not asked', async () => {
    const gateway = await startWith(['customers:ro']);

    const answer = await ask(gateway, '/agent/action/list_chats');

    expect(answer.status).toBe(403);
    expect(answer.json()).toEqual({
      error: {
        type: 'authorization',
        message: expect.stringContaining('did not grant'),
        data: {
          reason: 'missing_scope',
          scope: 'chats--all:ro|chats--access:ro',
          reconnect_url: 'http://localhost/auth/livechat?prompt=consent',
        },
      },
    });
    expect(gateway.upstream.requests).toEqual([]);
    expect(gateway.app.get(GatewayCounts).calls).toMatchObject({ refused: 1, '4xx': 0 });
  });

  it.each([
    '/v3.5/agent/action/list_chats',
    '/v3.7/agent/action/list_chats?all=1',
    '/agent/action/list_chats?x',
  ])('is refused whatever version and query it has: %s', async (path) => {
    const gateway = await startWith(['customers:ro']);

    expect((await ask(gateway, path)).json()).toMatchObject({ error: { data: { reason: 'missing_scope' } } });
    expect(gateway.upstream.requests).toEqual([]);
  });

  it('is refused whatever its method is', async () => {
    const gateway = await startWith(['customers:ro']);

    for (const method of ['GET', 'PUT', 'DELETE'] as const) {
      const path = `${gateway.url}/livechat/reports/chats/total_chats`;
      expect((await call(path, { method, headers })).status).toBe(403);
    }
    expect(gateway.upstream.requests).toEqual([]);
  });

  it('is refused also when its body streams, and the connection serves the next call', async () => {
    const gateway = await startWith(['customers:rw'], { replayLimitBytes: 10 });

    const refused = await ask(gateway, '/agent/action/send_event', Buffer.alloc(5_000, 'x'));
    const passed = await ask(gateway, '/agent/action/get_customer', Buffer.alloc(5_000, 'x'));

    expect([refused.status, passed.status]).toEqual([403, 200]);
    expect(gateway.upstream.requests.map(({ url }) => url)).toEqual(['/v3.6/agent/action/get_customer']);
  });

  it('is refused when it turns out with the renewed token: LiveChat is not asked a second time', async () => {
    const gateway = await startWith(['chats--all:ro']);
    gateway.upstream.answersWith(refusal(401, 'authentication'), json(200, {}));
    gateway.tokens.renewing = () => {
      gateway.tokens.scopes = ['customers:ro'];
      return Promise.resolve();
    };

    expect((await ask(gateway, '/agent/action/list_chats')).json()).toMatchObject({
      error: { data: { reason: 'missing_scope' } },
    });
    expect(gateway.upstream.requests).toHaveLength(1);
  });
});

describe('a call is passed on', () => {
  it.each([
    [['chats--access:ro'], '/agent/action/list_chats'],
    [['chats--all:rw'], '/v3.5/agent/action/list_chats'],
    [['customers:ro'], '/agent/action/an_action_of_tomorrow'],
    [['customers:ro'], '/configuration/action/create_agent'],
    [[], '/agent/action/list_chats'],
  ])('with %j to %s', async (scopes, path) => {
    const gateway = await startWith(scopes);

    expect((await ask(gateway, path)).status).toBe(200);
    expect(gateway.upstream.requests).toHaveLength(1);
  });

  it('when nothing is checked', async () => {
    const gateway = await startWith(['customers:ro'], { actionScopes: new Map() });

    expect((await ask(gateway, '/agent/action/list_chats')).status).toBe(200);
  });

  it('with LiveChat’s own refusal of a scope, untouched', async () => {
    const gateway = await startWith(['chats--all:ro']);
    gateway.upstream.answersWith(refusal(403, 'authorization'));

    const answer = await ask(gateway, '/agent/action/list_chats');

    expect([answer.status, answer.json()]).toEqual([
      403,
      { error: { type: 'authorization', message: 'says authorization' } },
    ]);
  });
});
