import { describe, expect, it } from '@jest/globals';

import { call } from '../../../test/support/http.js';
import { AllowedActions } from '../../auth/index.js';
import { sayRaw } from '../testing/raw-connection.js';
import { startGateway } from '../testing/start-gateway.js';
import { walk } from '../testing/walk.js';

const asCaller = { authorization: 'Bearer northwind' };

async function startLimited(...patterns: string[]) {
  const gateway = await startGateway();
  gateway.callers.allowed = AllowedActions.of(patterns);
  return gateway;
}

describe('the gateway, for a key with a list of actions', () => {
  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    'passes %s on to what it has, and refuses all else before LiveChat is asked',
    async (method) => {
      const { url, upstream, tokens } = await startLimited('agent/action/list_*', 'reports/*/*');
      const ask = async (path: string) =>
        (await call(`${url}/livechat/${path}`, { method, headers: asCaller })).status;

      const allowed = [
        'agent/action/list_chats?x=1',
        'v3.5/agent/action/list_chats',
        'reports/chats/ratings',
      ];
      for (const path of allowed) expect([path, await ask(path)]).toEqual([path, 200]);
      expect(upstream.requests.map(({ url }) => url)).toEqual([
        '/v3.6/agent/action/list_chats?x=1',
        '/v3.5/agent/action/list_chats',
        '/v3.6/reports/chats/ratings',
      ]);

      const refused = [
        'agent/action/send_event',
        'v3.6/agent/action/send_event',
        'v3.5/agent/action/send_event?/agent/action/list_chats',
        'configuration/action/list_agents',
        'reports/chats',
        'agent',
        'agent/',
      ];
      for (const path of refused) expect([path, await ask(path)]).toEqual([path, 403]);
      expect(upstream.requests).toHaveLength(allowed.length);
      expect(tokens.renewals).toEqual([]);
    },
  );

  it('does not let a walk over a list through that the key does not have', async () => {
    const gateway = await startLimited('agent/action/send_event');

    const answer = await walk(gateway);

    expect([answer.status, answer.json().error.data.reason]).toEqual([403, 'forbidden_path']);
    expect(gateway.upstream.requests).toEqual([]);
  });

  it.each([
    ['an encoded letter', 'agent/action/%6cist_chats'],
    ['an encoded letter where a * stands', 'agent/action/list_%63hats'],
    ['an encoded percent', 'agent/action/list_%25'],
    ['an encoded family', 'v3.6/agent/%61ction/list_chats'],
    ['a slash at the end', 'agent/action/list_chats/'],
    ['a path parameter', 'agent/action/list_chats;x=1'],
    ['a path parameter in the middle', 'agent/action;x/list_chats'],
    ['a format', 'agent/action/list_chats.json'],
    ['capitals', 'agent/action/LIST_chats'],
    ['capitals where a * stands', 'agent/action/list_CHATS'],
    ['more segments', 'agent/action/list_chats/send_event'],
    ['two versions', 'v3.6/v3.6/agent/action/list_chats'],
    ['a space', 'agent/action/list_chats%20'],
  ])('is not got round with %s', async (_what, path) => {
    const { port, upstream } = await startLimited('agent/action/list_*', 'agent/action/list_chats');

    const said = await sayRaw(port, [
      `POST /livechat/${path} HTTP/1.1`,
      'Host: x',
      'Authorization: Bearer northwind',
      'Connection: close',
    ]);

    expect(said).toMatch(/^HTTP\/1\.1 403 /);
    expect(said).toContain('"reason":"forbidden_path"');
    expect(upstream.requests).toEqual([]);
  });

  it('says what the key may call', async () => {
    const { url } = await startLimited('agent/action/list_*', 'reports/*/*');

    const answer = await call(`${url}/livechat/agent/action/send_event`, { headers: asCaller });

    expect(answer.json()).toEqual({
      error: {
        type: 'authorization',
        message:
          'This API key may only call agent/action/list_*, reports/*/*, with or without a version, and spelled plainly.',
        data: { reason: 'forbidden_path' },
      },
    });
  });

  it('judges the path first, then the caller, then the family, then the list', async () => {
    const { url, upstream } = await startLimited('agent/action/list_*');
    const ask = async (path: string, headers = {}) => {
      const answer = await call(`${url}/livechat/${path}`, { headers });
      return [answer.status, answer.json().error.message as string];
    };

    expect(await ask('agent/action%2fsend_event', asCaller)).toEqual([400, expect.anything()]);
    expect(await ask('agent/action/send_event')).toEqual([401, expect.anything()]);
    expect(await ask('partners/x', asCaller)).toEqual([403, expect.stringContaining('must begin with')]);
    expect(await ask('agent/action/send_event', asCaller)).toEqual([
      403,
      expect.stringContaining('may only call'),
    ]);
    expect(upstream.requests).toEqual([]);
  });

  it('does not wait for the body of a call that it refuses', async () => {
    const { port, upstream } = await startLimited('agent/action/list_*');

    const said = await sayRaw(port, [
      'POST /livechat/agent/action/send_event HTTP/1.1',
      'Host: x',
      'Authorization: Bearer northwind',
      'Content-Length: 1000000',
      'Connection: close',
    ]);

    expect(said).toMatch(/^HTTP\/1\.1 403 /);
    expect(upstream.requests).toEqual([]);
  });
});

describe('the gateway, for a key without a list', () => {
  it('passes every action on, encoded letters and a slash at the end too', async () => {
    const { url, upstream } = await startGateway();

    for (const path of ['agent/action/send_event', 'agent/action/%6cist_chats', 'agent/action/x/'])
      expect((await call(`${url}/livechat/${path}`, { headers: asCaller })).status).toBe(200);

    expect(upstream.requests).toHaveLength(3);
  });
});
