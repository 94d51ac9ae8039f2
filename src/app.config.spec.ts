import { describe, expect, it } from '@jest/globals';

import type { Environment } from './app/environment.js';
import { readSettings } from './app.config.js';

const KEY = Buffer.alloc(32, 1).toString('base64');

const enough: Environment = {
  LIVECHAT_CLIENT_ID: 'client',
  LIVECHAT_CLIENT_SECRET: 'very-secret',
  ENCRYPTION_KEYS: `k1:${KEY}`,
};
const production: Environment = { ...enough, NODE_ENV: 'production', PUBLIC_URL: 'https://app.example' };

function refusalOf(environment: Environment): string {
  try {
    readSettings(environment);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

describe('readSettings', () => {
  it('needs three settings and has a default for the rest', () => {
    const settings = readSettings(enough);

    expect(settings.http.publicUrl.href).toBe('http://localhost:3000/');
    expect(settings.http.host).toBe('127.0.0.1');
    expect(settings.database.place).toMatchObject({
      engine: 'sqlite',
      path: expect.stringMatching(/\/data\/livechat\.sqlite$/),
    });
    expect(settings.tokens.accountsUrl.origin).toBe('https://accounts.livechat.com');
    expect(settings.tokens.renewBeforeExpiryMs).toBe(300_000);
    expect(settings.auth.sessionIdleMs).toBe(86_400_000);
    expect(settings.auth.sessionMaxMs).toBe(2_592_000_000);
  });

  it('takes the port into the default public URL', () => {
    expect(readSettings({ ...enough, PORT: '8080' }).http.publicUrl.origin).toBe('http://localhost:8080');
  });

  it('treats an empty value as none', () => {
    expect(readSettings({ ...enough, PORT: '', HOST: ' ' }).http.port).toBe(3000);
  });

  it('puts the SQLite file into DATA_DIR', () => {
    expect(readSettings({ ...enough, DATA_DIR: '/var/lib/app' }).database.place).toMatchObject({
      path: '/var/lib/app/livechat.sqlite',
    });
  });

  it.each(['postgres://app:12/34@host/db', 'postgres://app:12#34@host/db', 'postgres://app:12?34@host/db'])(
    'refuses a password in DATABASE_URL that makes another URL of it, without a word of it: %s',
    (url) => {
      const refusal = refusalOf({ ...enough, DATABASE_URL: url });

      expect(refusal).toContain('percent-encoded');
      expect(refusal).not.toContain('12');
    },
  );

  it('reads several client secrets, in order', () => {
    const { tokens } = readSettings({ ...enough, LIVECHAT_CLIENT_SECRET: 'new, old' });

    expect(tokens.clientSecrets.map((secret) => secret.reveal())).toEqual(['new', 'old']);
  });

  it('knows a public client by the word none', () => {
    expect(readSettings({ ...enough, LIVECHAT_CLIENT_SECRET: 'none' }).tokens.clientSecrets).toEqual([]);
  });

  it('tells every fault at once', () => {
    const message = refusalOf({
      ...enough,
      PORT: 'http',
      PUBLIC_URL: 'localhost:3000',
      DATABASE_URL: 'mysql://x',
      ALLOWED_ORIGINS: '*',
      LIVECHAT_API_VERSION: 'v3.6',
      BODY_LIMIT_BYTES: '-1',
    });

    expect(message).toMatch(/^6 settings are wrong:/);
    for (const name of [
      'PORT',
      'PUBLIC_URL',
      'DATABASE_URL',
      'ALLOWED_ORIGINS',
      'LIVECHAT_API_VERSION',
      'BODY_LIMIT_BYTES',
    ]) {
      expect(message).toMatch(new RegExp(`^  ${name} (item 1 )?must be`, 'm'));
    }
  });

  it.each([
    ['PORT', '70000'],
    ['PUBLIC_URL', 'https://app.example/path'],
    ['PUBLIC_URL', 'https://user:pass@app.example'],
    ['DATABASE_URL', 'livechat.sqlite'],
    ['ENCRYPTION_KEYS', `k1:${KEY.slice(4)}`],
    ['LIVECHAT_ACCOUNTS_URL', 'accounts.livechat.com'],
    ['LIVECHAT_API_URL', 'ftp://api.example'],
    ['LIVECHAT_API_VERSION', '3'],
    ['LIVECHAT_SCOPES', 'chats--all:ro,,agents--all:ro'],
    ['ALLOWED_ORIGINS', 'https://app.example/'],
    ['TRUSTED_PROXIES', '10.0.0.0/99'],
    ['RENEW_BEFORE_EXPIRY_SECONDS', 'soon'],
    ['TOKEN_ENDPOINT_TIMEOUT_MS', '0'],
    ['UPSTREAM_HEADERS_TIMEOUT_MS', '1.5'],
    ['UPSTREAM_IDLE_TIMEOUT_MS', ' 5s'],
    ['REPLAY_LIMIT_BYTES', '1MB'],
    ['BODY_LIMIT_BYTES', 'unlimited'],
    ['SESSION_IDLE_SECONDS', '0'],
    ['SESSION_MAX_SECONDS', '-5'],
    ['FORWARD_HEADERS', 'authorization'],
    ['FORWARD_HEADERS', 'not a header'],
    ['LOG_LEVEL', 'loud'],
    ['NODE_ENV', 'staging'],
  ])('refuses %s=%s', (name, value) => {
    expect(refusalOf({ ...enough, [name]: value })).toMatch(new RegExp(`^One setting is wrong:\n  ${name} `));
  });

  it('never repeats a secret', () => {
    const message = refusalOf({
      ...enough,
      LIVECHAT_CLIENT_SECRET: 'very-secret,',
      ENCRYPTION_KEYS: 'top:secret-key',
    });

    expect(message).toContain('2 settings are wrong');
    expect(message).not.toContain('very-secret');
    expect(message).not.toContain('secret-key');
  });

  it.each([
    ['LIVECHAT_CLIENT_SECRET', { ...enough, LIVECHAT_CLIENT_SECRET: '' }],
    ['ENCRYPTION_KEYS', { ...enough, ENCRYPTION_KEYS: undefined }],
    ['LIVECHAT_CLIENT_ID', { ...enough, LIVECHAT_CLIENT_ID: undefined }],
  ])('says that %s is missing when the others are there', (name, environment) => {
    expect(refusalOf(environment)).toContain(`  ${name} is missing`);
  });
});

describe('readSettings in production', () => {
  it('takes https and all secrets', () => {
    expect(readSettings(production).http.isProduction).toBe(true);
  });

  it('names everything that is missing', () => {
    const message = refusalOf({ NODE_ENV: 'production' });

    for (const name of ['LIVECHAT_CLIENT_ID', 'LIVECHAT_CLIENT_SECRET', 'ENCRYPTION_KEYS', 'PUBLIC_URL']) {
      expect(message).toContain(`  ${name} `);
    }
  });

  it.each([
    ['PUBLIC_URL', 'http://app.example'],
    ['LIVECHAT_ACCOUNTS_URL', 'http://accounts.example'],
    ['LIVECHAT_API_URL', 'http://127.0.0.1.example'],
  ])('refuses %s=%s', (name, value) => {
    expect(refusalOf({ ...production, [name]: value })).toContain(`  ${name} must be`);
  });

  it('talks http to LiveChat on this machine', () => {
    expect(refusalOf({ ...production, LIVECHAT_API_URL: 'http://127.0.0.1:8080' })).toBe('accepted');
  });
});
