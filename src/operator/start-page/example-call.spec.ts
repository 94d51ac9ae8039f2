import { describe, expect, it } from '@jest/globals';

import { curlFor, exampleCallFor, keyCommandFor } from './example-call.js';

describe('exampleCallFor', () => {
  it.each([
    ['chats--all:ro', '/livechat/agent/action/list_chats'],
    ['chats--all:rw', '/livechat/agent/action/list_chats'],
    ['chats--access:ro', '/livechat/agent/action/list_chats'],
    ['chats--access:rw', '/livechat/agent/action/list_chats'],
    ['agents--all:ro', '/livechat/configuration/action/list_agents'],
    ['agents--all:rw', '/livechat/configuration/action/list_agents'],
    ['agents--my:ro', '/livechat/configuration/action/list_channels'],
    ['chats--my:ro', '/livechat/configuration/action/list_channels'],
    ['customers:ro', '/livechat/configuration/action/list_channels'],
  ])('reads with %s what it allows: %s', (scope, path) => {
    expect(exampleCallFor(['tags--all:ro', scope])).toEqual({ method: 'POST', path, body: '{}' });
  });

  it('reads chats when it may read both', () => {
    expect(exampleCallFor(['agents--all:ro', 'chats--access:ro']).path).toContain('list_chats');
  });

  it('reads what needs no scope when there is none', () => {
    expect(exampleCallFor([]).path).toContain('list_channels');
  });
});

describe('the call for a terminal', () => {
  it('goes to the public address, with a placeholder for the key', () => {
    expect(curlFor(exampleCallFor([]), new URL('https://app.example/'))).toBe(
      [
        `curl 'https://app.example/livechat/configuration/action/list_channels' \\`,
        `  -H 'Authorization: Bearer <your API key>' \\`,
        `  -H 'Content-Type: application/json' \\`,
        `  -d '{}'`,
      ].join('\n'),
    );
  });

  it('is preceded by the command that makes a key for this organization', () => {
    expect(keyCommandFor('org-1')).toBe('npx livechat-app keys create --role caller --organization org-1');
  });
});
