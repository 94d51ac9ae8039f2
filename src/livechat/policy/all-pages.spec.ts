import { describe, expect, it } from '@jest/globals';

import { asksForAllPages, withoutAll } from './all-pages.js';

const listChats = 'agent/action/list_chats';

describe('a call for every page', () => {
  it.each([
    ['POST', listChats, '?all=true'],
    ['GET', listChats, '?limit=10&all=true&x=1'],
    ['POST', 'agent/action/list_threads', '?x&all=true'],
    ['POST', 'agent/action/list_archives', '?all=true&all=false'],
    ['POST', 'configuration/action/list_greetings', '?all=true'],
  ])('is %s %s%s', (method, action, query) => {
    expect(asksForAllPages(method, action, query)).toBe(true);
  });

  it.each([
    ['POST', listChats, ''],
    ['POST', listChats, '?all'],
    ['POST', listChats, '?all=1'],
    ['POST', listChats, '?all=true2'],
    ['POST', listChats, '?overall=true'],
    ['POST', listChats, '?x=all=true'],
    ['HEAD', listChats, '?all=true'],
    ['PUT', listChats, '?all=true'],
    ['POST', 'agent/action/get_chat', '?all=true'],
    ['POST', 'agent/action/list_chats/', '?all=true'],
    ['POST', 'configuration/action/list_agents', '?all=true'],
    ['GET', 'reports/chats/total_chats', '?all=true'],
  ])('is not %s %s%s', (method, action, query) => {
    expect(asksForAllPages(method, action, query)).toBe(false);
  });

  it.each([
    ['?all=true', ''],
    ['?all=true&all=false&all', ''],
    ['?a=%2F&all=true&b=ü&&=', '?a=%2F&b=ü&&='],
    ['?overall=true&all=true', '?overall=true'],
  ])('goes to LiveChat without that word: %s becomes %j', (query, rest) => {
    expect(withoutAll(query)).toBe(rest);
  });
});
