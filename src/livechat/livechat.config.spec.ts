import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { livechatConfigFrom, livechatEnv } from './livechat.config.js';
import { documentedActionScopes } from './policy/action-scopes.js';

const schema = z.object(livechatEnv);
const configFrom = (env: Record<string, string>) => livechatConfigFrom(schema.parse(env));

describe('the settings of calling LiveChat', () => {
  it('have LiveChat’s own values by default', () => {
    expect(configFrom({})).toMatchObject({
      apiUrl: new URL('https://api.livechatinc.com'),
      apiVersion: '3.6',
      headersTimeoutMs: 30_000,
      idleTimeoutMs: 60_000,
      replayLimitBytes: 1_048_576,
      bodyLimitBytes: 26_214_400,
      forwardHeaders: [],
      families: ['agent', 'configuration', 'reports', 'customer'],
      actionScopes: documentedActionScopes,
    });
  });

  it('correct what LiveChat documents of scopes, action by action', () => {
    const { actionScopes } = configFrom({
      ACTION_SCOPES:
        'agent/action/list_chats=none, agent/action/x = a:ro | b--all:rw,agent/action/multicast=y',
    });

    expect(actionScopes.get('agent/action/list_chats')).toBeUndefined();
    expect(actionScopes.get('agent/action/x')).toEqual(['a:ro', 'b--all:rw']);
    expect(actionScopes.get('agent/action/multicast')).toEqual(['y']);
    expect(actionScopes.get('agent/action/get_customer')).toEqual(['customers:ro']);
  });

  it('ask for no scope at all when told so', () => {
    expect(configFrom({ ACTION_SCOPES: 'none' }).actionScopes.size).toBe(0);
  });

  it('say how an action and its scopes are written', () => {
    const parsed = schema.safeParse({ ACTION_SCOPES: 'agent/action/x=y,v3.6/agent/action/list_chats=z' });

    expect(parsed.error?.issues[0]?.message).toMatch(
      /^item 2 must be an action without its version and any of the scopes .*agent\/action\/list_chats=/,
    );
  });

  it('are read from the environment', () => {
    const config = configFrom({
      LIVECHAT_API_URL: 'http://127.0.0.1:3001/api/',
      LIVECHAT_API_VERSION: '3.7',
      FORWARD_HEADERS: 'X-Trace, traceparent',
    });

    expect(config.apiUrl.href).toBe('http://127.0.0.1:3001/api');
    expect(config).toMatchObject({ apiVersion: '3.7', forwardHeaders: ['X-Trace', 'traceparent'] });
  });

  it('limit nothing but simultaneous calls unless they are told to', () => {
    expect(configFrom({}).limits).toEqual({ concurrency: 256 });
    expect(
      configFrom({
        KEY_RATE_LIMIT: '60',
        ORGANIZATION_RATE_LIMIT: '600',
        UPSTREAM_CONCURRENCY: '64',
        SPEND_SOFT_CAP: '800000',
        SPEND_HARD_CAP: '1000000',
      }).limits,
    ).toEqual({
      perKey: 60,
      perOrganization: 600,
      concurrency: 64,
      softCap: 800_000,
      hardCap: 1_000_000,
    });
  });

  it.each([
    ['KEY_RATE_LIMIT', '0'],
    ['ORGANIZATION_RATE_LIMIT', '-1'],
    ['UPSTREAM_CONCURRENCY', '0'],
    ['SPEND_SOFT_CAP', 'none'],
    ['SPEND_HARD_CAP', '1.5'],
    ['LIVECHAT_API_URL', 'ftp://api.test'],
    ['LIVECHAT_API_URL', 'https://user:secret@api.test'],
    ['LIVECHAT_API_VERSION', 'v3.6'],
    ['LIVECHAT_API_VERSION', '3.6/../..'],
    ['UPSTREAM_HEADERS_TIMEOUT_MS', '0'],
    ['UPSTREAM_IDLE_TIMEOUT_MS', '1e3'],
    ['REPLAY_LIMIT_BYTES', '-1'],
    ['BODY_LIMIT_BYTES', '10MB'],
    ['FORWARD_HEADERS', 'x-trace,cookie'],
    ['FORWARD_HEADERS', 'Authorization'],
    ['FORWARD_HEADERS', 'x trace'],
    ['FORWARD_HEADERS', 'x-forwarded-for'],
    ['ACTION_SCOPES', 'agent/action/list_chats'],
    ['ACTION_SCOPES', 'agent/action/list_chats='],
    ['ACTION_SCOPES', 'list_chats=chats--all:ro'],
    ['ACTION_SCOPES', '/agent/action/list_chats=chats--all:ro'],
    ['ACTION_SCOPES', 'agent/action/list_chats=chats all'],
    ['ACTION_SCOPES', 'agent/action/list_chats=none|chats--all:ro'],
    ['ACTION_SCOPES', 'agent/action/list_chats=a|'],
    ['ACTION_SCOPES', 'agent/action/list_chats=a=b'],
    ['ACTION_SCOPES', 'agent/action/list_chats=a,agent/action/list_chats=b'],
    ['ACTION_SCOPES', 'none,agent/action/list_chats=a'],
    ['ACTION_SCOPES', 'off'],
  ])('refuse %s=%s', (name, value) => {
    const parsed = schema.safeParse({ [name]: value });

    expect(parsed.error?.issues.map(({ path }) => path)).toEqual([[name]]);
  });

  it('describe themselves', () => {
    for (const setting of Object.values(livechatEnv)) expect(setting.description).toMatch(/\w.*\.$/);
  });
});
