import { describe, expect, it } from '@jest/globals';

import { ForbiddenPath } from '../errors/forbidden-path.js';
import { LiveChatConfig } from '../livechat.config.js';
import { UpstreamTargets } from './upstream-target.js';

function targetOf(
  path: string,
  {
    method = 'POST',
    query = '',
    api = 'https://api.test',
    families = undefined as string[] | undefined,
  } = {},
) {
  const config = new LiveChatConfig({
    apiUrl: new URL(api),
    apiVersion: '3.6',
    headersTimeoutMs: 1,
    idleTimeoutMs: 1,
    replayLimitBytes: 1,
    bodyLimitBytes: 1,
    forwardHeaders: [],
    families,
  });
  return new UpstreamTargets(config).targetOf(method, { path, query });
}

describe('where a call goes at LiveChat', () => {
  it.each([
    ['/agent/action/list_chats', '/v3.6/agent/action/list_chats'],
    ['/configuration/action/list_agents', '/v3.6/configuration/action/list_agents'],
    ['/reports/chats/total_chats', '/v3.6/reports/chats/total_chats'],
    ['/customer/action/start_chat', '/v3.6/customer/action/start_chat'],
    ['/v3.5/agent/action/list_chats', '/v3.5/agent/action/list_chats'],
    ['/v10.12/reports/x', '/v10.12/reports/x'],
    ['/agent', '/v3.6/agent'],
    ['/agent/', '/v3.6/agent/'],
  ])('is for %s %s', (path, expected) => {
    expect(targetOf(path).path).toBe(expected);
  });

  it('keeps the query byte for byte', () => {
    expect(targetOf('/reports/x', { query: '?a=%2F&b=ü&&=' }).path).toBe('/v3.6/reports/x?a=%2F&b=ü&&=');
  });

  it('is below the path of the API’s URL', () => {
    expect(targetOf('/agent/x', { api: 'https://proxy.test/livechat/' }).path).toBe('/livechat/v3.6/agent/x');
  });

  it.each([
    '',
    '/',
    '/v3.6',
    '/v3.6/',
    '/v3/agent/x',
    '/v3.6.1/agent/x',
    '/V3.6/agent/x',
    '/v3.6/v3.5/agent',
    '/Agent/x',
    '/%61gent/x',
    '/agent;x/y',
    '/agents/x',
    '/partner/x',
    '/v2/partners',
    '/constructor/x',
    '/@evil.test/x',
  ])('is nowhere for %j', (path) => {
    expect(() => targetOf(path)).toThrow(ForbiddenPath);
  });

  it('knows the families it is told to', () => {
    expect(targetOf('/partners/x', { families: ['partners'] }).path).toBe('/v3.6/partners/x');
    expect(() => targetOf('/agent/x', { families: ['partners'] })).toThrow(ForbiddenPath);
  });
});

describe('what is called', () => {
  it.each([
    ['/agent/action/list_chats', 'agent/action/list_chats'],
    ['/v3.5/agent/action/list_chats', 'agent/action/list_chats'],
    ['/agent/action/%6cist_chats', 'agent/action/%6cist_chats'],
    ['/v10.12/agent/action/list_chats/', 'agent/action/list_chats/'],
    ['/v3.6/reports/chats/total_chats', 'reports/chats/total_chats'],
    ['/agent', 'agent'],
  ])('is without a version, and as it came, for %s', (path, action) => {
    expect(targetOf(path, { query: '?x=1' }).action).toBe(action);
  });
});

describe('whether a call only reads', () => {
  it.each([
    ['POST', '/agent/action/list_chats', true],
    ['POST', '/v3.5/agent/action/get_chat', true],
    ['GET', '/customer/action/get_configuration', true],
    ['POST', '/reports/chats/total_chats', true],
    ['GET', '/v3.5/reports/chats/duration', true],
    ['POST', '/agent/action/send_event', false],
    ['POST', '/agent/action/update_list_', false],
    ['POST', '/agent/list_chats', false],
    ['POST', '/agent/action/x/list_chats', false],
    ['DELETE', '/reports/chats/total_chats', false],
    ['PUT', '/agent/action/list_chats', false],
    ['GET', '/agent/action/start_chat', false],
  ])('%s %s: %s', (method, path, isRead) => {
    expect(targetOf(path, { method }).isRead).toBe(isRead);
  });
});
