import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { AGENTS } from '../../sandbox/index.js';
import { emptyFolder } from '../support/folders.js';
import { freePort } from '../support/free-port.js';
import { call } from '../support/http.js';
import { runCommand, startServer } from '../support/server-process.js';
import { startApp } from '../support/start-app.js';

const SECURE = 'https://chat.example';

async function configured(more: Record<string, string> = {}): Promise<Record<string, string>> {
  return {
    PORT: String(await freePort()),
    DATA_DIR: emptyFolder(),
    LIVECHAT_CLIENT_ID: 'client',
    LIVECHAT_CLIENT_SECRET: 'very-secret',
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 3).toString('base64')}`,
    LIVECHAT_ACCOUNTS_URL: 'http://127.0.0.1:9',
    LIVECHAT_API_URL: 'http://127.0.0.1:9',
    ...more,
  };
}

describe('DATABASE_URL', () => {
  it('is a path relative to the working directory, whatever DATA_DIR is', async () => {
    const cwd = emptyFolder();
    const env = await configured({ DATABASE_URL: 'sqlite:here/own.sqlite' });

    await startServer({ env, cwd }).hasPrinted('ready');

    expect(existsSync(join(cwd, 'here/own.sqlite'))).toBe(true);
    expect(existsSync(join(env.DATA_DIR ?? '', 'livechat.sqlite'))).toBe(false);
  });

  it('may be a database in memory', async () => {
    const app = await startApp({ env: { DATABASE_URL: 'sqlite::memory:' } });
    const browser = await app.signIn(AGENTS.alice.accountId);

    expect((await browser.fetch('/livechat/agent/action/_echo')).status).toBe(200);
  });
});

describe('NODE_ENV=production', () => {
  it('starts with https outside and every secret there, and prints nothing but its log', async () => {
    const env = await configured({ NODE_ENV: 'production', PUBLIC_URL: SECURE });
    const server = startServer({ env });

    await server.hasPrinted('server.started');

    const start = await call(`http://127.0.0.1:${env.PORT ?? ''}/auth/livechat`);
    const asked = new URL(String(start.headers.location)).searchParams;
    expect(asked.get('redirect_uri')).toBe(`${SECURE}/auth/livechat/callback`);
    for (const line of server.stdout.trimEnd().split('\n'))
      expect(JSON.parse(line)).toHaveProperty('event', expect.any(String));
  });

  it('limits by address what anybody may call: 429 with Retry-After, and other routes go on', async () => {
    const app = await startApp({ env: { NODE_ENV: 'production', PUBLIC_URL: SECURE } });
    const paths = ['/auth/livechat', '/auth/livechat/callback', '/auth/livechat/install'];

    for (const path of paths) {
      const answers = await Promise.all(Array.from({ length: 80 }, () => app.call(path)));

      const limited = answers.filter(({ status }) => status === 429);
      expect(limited.length).toBeGreaterThan(0);
      expect(Number(limited[0]?.headers['retry-after'])).toBeGreaterThan(0);
      expect(limited[0]?.headers['content-type']).toContain('application/problem+json');
    }
    expect((await app.call('/health/live')).status).toBe(200);
  });
});

describe('livechat-app keys', () => {
  it('prints a new key and nothing else, once', async () => {
    const env = await configured();
    const made = await runCommand(['keys', 'create', '--role', 'operator', '--name', 'nightly'], { env });
    const listed = await runCommand(['keys', 'list', '--json'], { env });

    expect(made.stdout).toMatch(/^lcab_[0-9a-f]+_[\w-]{43}\n$/);
    expect([made.stderr, made.exitCode]).toEqual(['', 0]);
    expect(JSON.parse(listed.stdout)).toEqual([
      {
        id: made.stdout.split('_')[1],
        role: 'operator',
        organizationId: null,
        name: 'nightly',
        createdAt: expect.stringMatching(/Z$/),
        expiresAt: null,
        lastUsedAt: null,
        revokedAt: null,
        previousUntil: null,
        allow: null,
      },
    ]);
  });

  it('works on the keys of sandbox mode too, with nothing configured', async () => {
    const env = { PORT: String(await freePort()), DATA_DIR: emptyFolder() };
    const server = startServer({ env });
    await server.hasPrinted('ready');

    const listed = await runCommand(['keys', 'list', '--json'], { env });

    expect(JSON.parse(listed.stdout)).toEqual([expect.objectContaining({ role: 'caller' })]);
    expect(listed.exitCode).toBe(0);
  });

  it('ends with 1 and every fault when the settings are wrong', async () => {
    const { exitCode, stdout, stderr } = await runCommand(['keys', 'list'], {
      env: { ...(await configured({ PORT: 'x', LOG_LEVEL: 'loud' })) },
    });

    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/PORT[^]*LOG_LEVEL|LOG_LEVEL[^]*PORT/);
    expect(stderr).not.toMatch(/very-secret| at /);
  });
});
