import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { tokensConfigFrom, tokensEnv } from './tokens.config.js';

const read = (env: Record<string, string>) => tokensConfigFrom(z.object(tokensEnv).parse(env));
const faultsOf = (env: Record<string, string>): string[] =>
  z
    .object(tokensEnv)
    .safeParse(env)
    .error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('the settings of custody', () => {
  it('have defaults for everything but the client', () => {
    expect(read({})).toMatchObject({
      clientSecrets: [],
      scopes: [],
      renewBeforeExpiryMs: 300_000,
      tokenEndpointTimeoutMs: 10_000,
    });
    expect(read({}).accountsUrl.href).toBe('https://accounts.livechat.com/');
  });

  it('take several secrets while one is rolled over', () => {
    const { clientSecrets } = read({ LIVECHAT_CLIENT_SECRET: 'new, old' });

    expect(clientSecrets.map((secret) => secret.reveal())).toEqual(['new', 'old']);
  });

  it('take `none` for a client without a secret', () => {
    expect(read({ LIVECHAT_CLIENT_SECRET: 'none' }).clientSecrets).toEqual([]);
  });

  it('do not print a secret', () => {
    expect(JSON.stringify(read({ LIVECHAT_CLIENT_SECRET: 'very-secret' }))).not.toContain('very-secret');
  });

  it.each([
    ['LIVECHAT_CLIENT_SECRET', 'none,secret'],
    ['LIVECHAT_ACCOUNTS_URL', 'accounts.livechat.com'],
    ['RENEW_BEFORE_EXPIRY_SECONDS', '-1'],
    ['RENEW_BEFORE_EXPIRY_SECONDS', '5m'],
    ['TOKEN_ENDPOINT_TIMEOUT_MS', '30000'],
    ['LIVECHAT_SCOPES', 'chats--all:ro,,customers:ro'],
  ])('refuse %s=%s', (setting, value) => {
    expect(faultsOf({ [setting]: value })).toEqual([setting]);
  });
});
