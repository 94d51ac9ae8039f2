import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../index.js';
import { inSandbox, type Reply, type Visitor } from '../testing/visitor.js';

function aliceToken({ sandbox }: Visitor, scopes?: readonly string[]): string {
  return sandbox.tokens.issueFor({ agent: AGENTS.alice, scopes }).accessToken;
}

function errorOf({ status, json }: Reply): unknown[] {
  const { type, message } = json['error'] as { type: string; message: string };
  return [status, type, message];
}

describe('the API', () => {
  it.each(['dal:never-issued', ''])('answers `authentication` to the token "%s"', (token) =>
    inSandbox(async (visitor) => {
      const reply = await visitor.api('/agent/action/list_chats', token);
      expect(errorOf(reply)).toEqual([401, 'authentication', 'Authentication error']);
    }),
  );

  it('answers `authentication` to expired and to revoked tokens', () =>
    inSandbox(async (visitor) => {
      const token = aliceToken(visitor);
      visitor.clock.advance(28_800_000);
      expect(errorOf(await visitor.api('/agent/action/list_chats', token))[1]).toBe('authentication');
    }));

  it('answers `authorization` when the scope is missing', () =>
    inSandbox(async (visitor) => {
      const reply = await visitor.api('/agent/action/start_chat', aliceToken(visitor, ['chats--all:ro']));
      expect(errorOf(reply)).toEqual([403, 'authorization', 'Authorization error']);
    }));

  it.each(['/v3.4/agent/action/list_chats', '/v4.0/agent/action/list_chats', '/v3/agent/action/list_chats'])(
    'answers `unsupported_version` to %s',
    (path) =>
      inSandbox(async (visitor) => {
        const reply = await visitor.api(path, aliceToken(visitor));
        expect(errorOf(reply)).toEqual([400, 'unsupported_version', 'Cannot call unsupported API versions']);
      }),
  );

  it('answers another version when the behavior says so', () =>
    inSandbox(
      async (visitor) => {
        expect((await visitor.api('/v3.4/agent/action/list_chats', aliceToken(visitor))).status).toBe(200);
      },
      { behavior: { supportedVersions: ['3.4'] } },
    ));

  it.each([
    '/agent/action/no_such',
    '/agent/action/constructor',
    '/configuration/action/list_chats',
    '/reports/chats/none',
  ])('answers `not_found` to %s', (path) =>
    inSandbox(async (visitor) => {
      expect(errorOf(await visitor.api(path, aliceToken(visitor)))).toEqual([404, 'not_found', 'Not found']);
    }),
  );

  it('answers `validation` to what is not JSON', () =>
    inSandbox(async (visitor) => {
      const reply = await visitor.fetch('/v3.6/agent/action/list_chats', {
        method: 'POST',
        headers: { authorization: `Bearer ${aliceToken(visitor)}` },
        body: '{"limit":',
      });
      expect(errorOf(reply)).toEqual([400, 'validation', 'Wrong format of request']);
    }));

  it('marks 3.5 as legacy, and no other version', () =>
    inSandbox(async (visitor) => {
      const token = aliceToken(visitor);
      const legacy = await visitor.api('/v3.5/agent/action/list_chats', token);
      const stable = await visitor.api('/v3.6/agent/action/list_chats', token);
      expect(legacy.headers.get('legacy')).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(stable.headers.get('legacy')).toBeNull();
    }));

  it('gives every answer a debug id', () =>
    inSandbox(async (visitor) => {
      const good = await visitor.api('/agent/action/list_chats', aliceToken(visitor));
      const bad = await visitor.api('/agent/action/list_chats', 'dal:dead');
      expect(good.headers.get('x-debug-id')).toMatch(/^[\da-f-]{36}$/);
      expect(bad.headers.get('x-debug-id')).not.toBe(good.headers.get('x-debug-id'));
    }));

  it('names the region when the one sent is wrong', () =>
    inSandbox(async (visitor) => {
      const token = visitor.sandbox.tokens.issueFor({ agent: AGENTS.dieter }).accessToken;
      const { status, json } = await visitor.fetch('/v3.6/agent/action/list_chats', {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'x-region': 'dal' },
      });
      expect(status).toBe(421);
      expect(json).toEqual({
        error: { type: 'misdirected_request', message: 'Wrong region', data: { region: 'fra' } },
      });
    }));

  it('keeps organizations apart, also for an agent of both', () =>
    inSandbox(async (visitor) => {
      const { tokens } = visitor.sandbox;
      const here = tokens.issueFor({ agent: AGENTS.carla, organization: ORGANIZATIONS.northwind });
      const there = tokens.issueFor({ agent: AGENTS.carla, organization: ORGANIZATIONS.soehne });
      const { json } = await visitor.api('/agent/action/list_chats', here.accessToken, { limit: 1 });
      const [chat] = json['chats_summary'] as { id: string }[];
      const query = { chat_id: chat?.id };
      expect((await visitor.api('/agent/action/get_chat', here.accessToken, query)).status).toBe(200);
      expect((await visitor.api('/agent/action/get_chat', there.accessToken, query)).status).toBe(404);
    }));

  it('answers list_webhook_names to everybody', () =>
    inSandbox(async (visitor) => {
      const { status, text } = await visitor.fetch('/v3.6/configuration/action/list_webhook_names', {
        method: 'POST',
      });
      expect(status).toBe(200);
      expect(JSON.parse(text)).toHaveLength(38);
    }));
});
