import { describe, expect, it } from '@jest/globals';

import { documentedActionScopes } from './action-scopes.js';

/** https://platform.text.com/docs/authorization/scopes */
const SCOPE = /^[a-z_]+(?:[.-][a-z]+)*(?:--(?:my|access|groups|all))?:(?:ro|rw|rc)$/;
const OPAQUE: readonly string[] = ['reports_read'];

describe('what an action needs', () => {
  it.each([...documentedActionScopes])('is a scope that LiveChat could grant: %s', (_action, enough) => {
    expect(enough).not.toEqual([]);
    for (const scope of enough) expect(OPAQUE.includes(scope) ? 'x:ro' : scope).toMatch(SCOPE);
  });

  it.each([...documentedActionScopes.keys()])('is known by family, group and name: %s', (action) => {
    expect(action).toMatch(/^(?:(?:agent|configuration)\/action|reports\/[a-z]+)\/[a-z_]+$/);
  });

  it.each([
    'agent/action/unfollow_chat',
    'agent/action/upload_file',
    'agent/action/list_agents_for_transfer',
    'configuration/action/list_webhook_names',
    'configuration/action/issue_bot_token',
    'configuration/action/create_agent',
  ])('is nothing, or not documented, for %s', (action) => {
    expect(documentedActionScopes.has(action)).toBe(false);
  });

  it('is reading for every action that reads chats, and writing for the others', () => {
    const modes = [...documentedActionScopes]
      .filter(([, [scope = '']]) => scope.startsWith('chats--'))
      .map(([action, scopes]) => [
        /\/(?:list|get|follow|mark)_/.test(action) ? 'ro' : 'rw',
        scopes.map((scope) => scope.slice(-2)),
      ]);

    for (const [expected, actual] of modes) expect(actual).toEqual([expected, expected]);
    expect(modes).toHaveLength(26);
  });
});
