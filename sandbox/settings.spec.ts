import { describe, expect, it } from '@jest/globals';

import { readSettings } from './settings.js';

describe('the settings of npm run sandbox', () => {
  it('need nothing', () => {
    expect(readSettings({})).toEqual({ host: '127.0.0.1', port: 3001, clients: [], behavior: {} });
  });

  it('are read from the environment', () => {
    const settings = readSettings({
      SANDBOX_HOST: '0.0.0.0',
      SANDBOX_PORT: '4000',
      SANDBOX_CLIENTS: '[{"id":"mine","secrets":["s"]}]',
      SANDBOX_ACCESS_TOKEN_SECONDS: '60',
      SANDBOX_AUTO_APPROVE: 'alice@northwind.example',
    });
    expect(settings).toEqual({
      host: '0.0.0.0',
      port: 4000,
      clients: [{ id: 'mine', secrets: ['s'] }],
      behavior: { accessTokenLifetimeSeconds: 60, autoApprove: 'alice@northwind.example' },
    });
  });

  it.each([
    { SANDBOX_PORT: 'http' },
    { SANDBOX_PORT: '70000' },
    { SANDBOX_CLIENTS: 'mine' },
    { SANDBOX_CLIENTS: '[{"name":"mine"}]' },
    { SANDBOX_ACCESS_TOKEN_SECONDS: '0' },
  ])('refuse %j and say what would be right', (env) => {
    expect(() => readSettings(env)).toThrow(/must be/);
  });
});
