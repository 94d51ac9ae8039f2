import { describe, expect, it } from '@jest/globals';

import { InvalidPath } from '../errors/invalid-path.js';
import { judgeTarget } from './path-judge.js';

describe('judging a request target', () => {
  it.each([
    ['/livechat/agent/action/list_chats', '/agent/action/list_chats', ''],
    ['/livechat/v3.5/agent/action/list_chats', '/v3.5/agent/action/list_chats', ''],
    ['/livechat/agent/action/list_chats/', '/agent/action/list_chats/', ''],
    ['/livechat/reports/chats/total_chats?a=%2e%2e/..//&b', '/reports/chats/total_chats', '?a=%2e%2e/..//&b'],
    ['/livechat/agent/action/x?', '/agent/action/x', '?'],
    [
      '/livechat/agent/action/x?redirect=http://evil.test/%zz\\',
      '/agent/action/x',
      '?redirect=http://evil.test/%zz\\',
    ],
    ['/livechat/agent/a..b/c...', '/agent/a..b/c...', ''],
    ['/livechat/agent/.well-known', '/agent/.well-known', ''],
    ['/livechat/agent/caf%C3%A9', '/agent/caf%C3%A9', ''],
    ['/livechat/agent/100%25', '/agent/100%25', ''],
    ['/livechat/agent/a%20b', '/agent/a%20b', ''],
    ['/livechat/agent/a;v=1/b', '/agent/a;v=1/b', ''],
    ['/livechat/agent/a@b:c,d', '/agent/a@b:c,d', ''],
    ['/livechat', '', ''],
    ['/livechat/', '/', ''],
    ['/livechat?x=1', '', '?x=1'],
  ])('lets %s pass as it came', (target, path, query) => {
    expect(judgeTarget(target)).toEqual({ path, query });
  });

  it.each([
    // dot segments
    '/livechat/agent/..',
    '/livechat/agent/../x',
    '/livechat/./agent',
    '/livechat/agent/.',
    '/livechat/..',
    // after one decoding
    '/livechat/agent/%2e%2e/x',
    '/livechat/agent/%2E./x',
    '/livechat/agent/.%2e',
    '/livechat/%2e/agent',
    // after two, and more
    '/livechat/agent/%252e%252e/x',
    '/livechat/agent/%252E./x',
    '/livechat/agent/%25252e%25252e/x',
    '/livechat/agent/%2525252525252e/x',
    '/livechat/agent/%%32%65%%32%65/x',
    '/livechat/agent/%25%32%65%25%32%65/x',
    // path parameters and spaces
    '/livechat/agent/..;/x',
    '/livechat/agent/..;a=b/x',
    '/livechat/agent/.;/x',
    '/livechat/agent/%2e%2e;x/y',
    '/livechat/agent/..%3bx/y',
    '/livechat/agent/..%253bx/y',
    '/livechat/;/agent',
    '/livechat/agent/..%20/x',
    '/livechat/agent/%20../x',
    // encoded slashes and backslashes
    '/livechat/agent%2faction',
    '/livechat/agent%2Faction',
    '/livechat/agent%252faction',
    '/livechat/agent%25252faction',
    '/livechat/agent/..%2f..%2fx',
    '/livechat/agent%5caction',
    '/livechat/agent%255Caction',
    '/livechat/agent/%25%35%63x',
    '/livechat/agent\\action',
    '/livechat\\agent',
    '/livechat/agent/..\\x',
    // empty segments
    '/livechat//agent',
    '/livechat/agent//action',
    '/livechat/agent/action//',
    '//livechat/agent',
    // absolute and authority forms
    'http://api.livechatinc.com/livechat/agent',
    'https://evil.test/livechat/agent',
    '/livechat/http://evil.test/',
    '/livechat/https:%2f%2fevil.test',
    'evil.test:443',
    '*',
    '',
    // fragments
    '/livechat/agent#x',
    '/livechat/agent?a=1#x',
    '/livechat#/agent',
    // control characters, spaces, bytes beyond ASCII
    '/livechat/agent/%00',
    '/livechat/agent/x%0d%0aHost:%20evil.test',
    '/livechat/agent/%250a',
    '/livechat/agent/%7f',
    '/livechat/agent/%C2%85',
    '/livechat/agent/\u0000',
    '/livechat/agent/a b',
    '/livechat/agent/a\tb',
    '/livechat/agent/a\r\nb',
    '/livechat/agent?a=b c',
    '/livechat/agent?a=\u0001',
    '/livechat/agent/é',
    '/livechat/agent/\u00ff',
    // malformed percent and overlong encodings
    '/livechat/agent/%',
    '/livechat/agent/%2',
    '/livechat/agent/%zz',
    '/livechat/agent/%u002e',
    '/livechat/agent/%c0%ae%c0%ae/x',
    '/livechat/agent/%c0%afx',
    '/livechat/agent/%25c0%25ae/x',
    '/livechat/agent/%ff',
    // another prefix
    '/livechatty/agent',
    '/LiveChat/agent',
    '/%6civechat/agent',
    '/livechat%2fagent',
    '/livechat;/agent',
    '/auth/../livechat/agent',
    '/./livechat/agent',
  ])('refuses %j', (target) => {
    expect(() => judgeTarget(target)).toThrow(InvalidPath);
  });

  it('does not decode without end', () => {
    expect(() => judgeTarget(`/livechat/agent/%${'25'.repeat(8_000)}2e`)).toThrow(InvalidPath);
  });
});
