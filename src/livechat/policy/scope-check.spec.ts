import { describe, expect, it } from '@jest/globals';

import type { HttpConfig } from '../../foundation/index.js';
import { MissingScope } from '../errors/missing-scope.js';
import type { LiveChatConfig } from '../livechat.config.js';
import { type ActionScopes, documentedActionScopes } from './action-scopes.js';
import { ScopeCheck } from './scope-check.js';

function checkWith(actionScopes: ActionScopes): ScopeCheck {
  const http = { publicUrl: new URL('https://app.example/') } as HttpConfig;
  return new ScopeCheck({ actionScopes } as LiveChatConfig, http);
}

function refusalOf(action: string, granted: readonly string[]): unknown {
  return refusedBy(checkWith(documentedActionScopes), action, granted);
}

function refusedBy(check: ScopeCheck, action: string, granted: readonly string[]): unknown {
  try {
    check.mustAllow(action, granted);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('a call’s scopes', () => {
  it.each([
    ['agent/action/list_chats', 'chats--all:ro'],
    ['agent/action/list_chats', 'chats--access:ro'],
    ['agent/action/list_chats', 'chats--all:rw'],
    ['agent/action/send_event', 'chats--access:rw'],
    ['agent/action/set_routing_status', 'agents--all:rw'],
    ['agent/action/list_routing_statuses', 'agents-bot--all:rw'],
    ['reports/chats/total_chats', 'reports_read'],
  ])('are enough for %s with %s', (action, scope) => {
    expect(refusalOf(action, ['other:ro', scope])).toBeUndefined();
  });

  it.each([
    ['agent/action/send_event', 'chats--all:ro'],
    ['agent/action/ban_customer', 'customers:rw'],
    ['agent/action/set_routing_status', 'agents--all:ro'],
    ['reports/chats/total_chats', 'reports_write'],
  ])('are not enough for %s with %s', (action, scope) => {
    expect(refusalOf(action, ['other:ro', scope])).toBeInstanceOf(MissingScope);
  });

  it.each([
    ['agent/action/list_chats', 'chats--my:rw'],
    ['agent/action/send_event', 'chats.conversation--my:rw'],
  ])('are LiveChat’s to judge for %s with %s, which its documents no longer explain', (action, scope) => {
    expect(refusalOf(action, ['other:ro', scope])).toBeUndefined();
  });

  it('are named when they are missing, with a link that asks for consent again', () => {
    expect(refusalOf('agent/action/list_chats', ['customers:ro'])).toMatchObject({
      status: 403,
      reason: 'missing_scope',
      details: {
        scope: 'chats--all:ro|chats--access:ro',
        reconnect_url: 'https://app.example/auth/livechat?prompt=consent',
      },
    });
  });

  it('are not judged when LiveChat did not say what it granted', () => {
    expect(refusalOf('agent/action/list_chats', [])).toBeUndefined();
  });

  it.each(['agent/action/new_action', 'agent/action/list_chats/', 'agent/action/List_Chats', 'agent', ''])(
    'are not judged for %j, which is not in the table',
    (action) => {
      expect(refusalOf(action, ['customers:ro'])).toBeUndefined();
    },
  );

  it('are worked out once for each grant and action, until the grant is written again', () => {
    const asked: string[] = [];
    const granted = new Proxy(['b:ro', 'a:ro'], {
      get: (scopes, name) => {
        if (name === 'some') asked.push(name);
        return Reflect.get(scopes, name) as unknown;
      },
    });
    const check = checkWith(new Map([['agent/action/a', ['a:rw']]]));

    const refusals = [1, 2, 3].map(() => refusedBy(check, 'agent/action/a', granted));

    expect(refusals).toEqual(Array(3).fill(expect.any(MissingScope)));
    expect(asked).toEqual(['some']);
    expect(refusedBy(check, 'agent/action/a', ['a:rw'])).toBeUndefined();
  });
});
