import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';

import { AGENTS, SANDBOX_CLIENT, startSandbox } from '../sandbox/index.js';
import { Browser } from './support/browser.js';
import { emptyFolder } from './support/folders.js';
import { freePort } from './support/free-port.js';
import { call } from './support/http.js';
import { closeAfterTest } from './support/opened.js';
import { configured } from './support/configured.js';
import { startServer } from './support/server-process.js';
import { signInOverHttp } from './support/sign-in-over-http.js';

describe('npm start with nothing configured', () => {
  it('plays LiveChat itself, and prints a URL and a curl that works once somebody has signed in', async () => {
    const [folder, port] = [emptyFolder(), await freePort()];
    const server = startServer({ env: { PORT: String(port), DATA_DIR: folder } });
    await server.hasPrinted('LiveChat is played by the sandbox');

    const [, printedKey = ''] = /Authorization: Bearer (lcab_[\w-]+)/.exec(server.stdout) ?? [];
    const url = `http://localhost:${port}`;
    expect(server.stdout).toContain(`Open  ${url}\n`);
    const curl = () =>
      call(`${url}/livechat/agent/action/list_chats`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${printedKey}` },
        body: '{}',
      });
    const before = await curl();
    expect([before.status, before.json().error.data.reason]).toEqual([401, 'not_signed_in']);
    expect(before.text).toContain(`${url}/auth/livechat`);

    await signInOverHttp(new Browser(url));
    const after = await curl();
    expect(after.status).toBe(200);
    expect(after.json().chats_summary.length).toBeGreaterThan(0);
  });

  it('keeps its secrets to itself and uses them again at the next start', async () => {
    const env = { PORT: String(await freePort()), DATA_DIR: emptyFolder() };
    const file = join(env.DATA_DIR, 'development-secrets.json');
    const first = startServer({ env });
    await first.hasPrinted('ready');
    first.signal('SIGTERM');
    await first.finished();
    const secrets = readFileSync(file, 'utf8');

    const second = startServer({ env });
    await second.hasPrinted('ready');

    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toBe(secrets);
    expect(second.stdout).toContain((JSON.parse(secrets) as { callerKey: string }).callerKey);
  });
});

describe('npm start once more', () => {
  it('signs nobody out: the grant of the last time still works, and no file holds a token', async () => {
    const env = { PORT: String(await freePort()), DATA_DIR: emptyFolder() };
    const browser = new Browser(`http://localhost:${env.PORT}`);
    const first = startServer({ env });
    await first.hasPrinted('played by the sandbox');
    await signInOverHttp(browser);
    first.signal('SIGTERM');
    await first.finished();

    const second = startServer({ env });
    await second.hasPrinted('played by the sandbox');

    const answer = await browser.fetch('/livechat/agent/action/list_chats', { method: 'POST', body: '{}' });
    expect(answer.status).toBe(200);
    for (const file of readdirSync(env.DATA_DIR)) {
      expect(readFileSync(join(env.DATA_DIR, file), 'latin1')).not.toMatch(/dal:[\w-]{20}/);
    }
  });
});

describe('the move from the sandbox to the real LiveChat', () => {
  it('needs the three settings alone: what the sandbox left in the data folder is no matter', async () => {
    const env = { PORT: String(await freePort()), DATA_DIR: emptyFolder() };
    const sandboxed = startServer({ env });
    await sandboxed.hasPrinted('played by the sandbox');
    const browser = new Browser(`http://localhost:${env.PORT}`);
    await signInOverHttp(browser);
    sandboxed.signal('SIGTERM');
    await sandboxed.finished();

    const real = startServer({ env: { ...(await configured(env.DATA_DIR)), PORT: env.PORT } });
    await real.hasPrinted('ready');

    expect((await browser.fetch('/auth/session')).status).toBe(401);
    expect((await browser.fetch('/health/ready')).status).toBe(200);
  });
});

describe('a server that cannot start', () => {
  it('names every fault of its settings and ends with 1', async () => {
    const server = startServer({
      env: { PORT: 'x', NODE_ENV: 'production', LIVECHAT_CLIENT_SECRET: 'very-secret' },
    });

    const { exitCode, stderr, stdout } = await server.finished();

    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    for (const name of ['PORT', 'PUBLIC_URL', 'LIVECHAT_CLIENT_ID', 'ENCRYPTION_KEYS'])
      expect(stderr).toContain(name);
    expect(stderr).not.toContain('very-secret');
    expect(stderr).not.toContain('    at ');
  });

  it('starts again at once after it was killed', async () => {
    const env = await configured();
    const first = startServer({ env });
    await first.hasPrinted('ready');
    first.signal('SIGKILL');
    await first.finished();

    const second = startServer({ env });

    await expect(second.hasPrinted('ready')).resolves.toBeUndefined();
  });

  it('says that its port is taken', async () => {
    const env = await configured();
    const other = createServer().listen(Number(env.PORT), '127.0.0.1');
    await once(other, 'listening');
    closeAfterTest(() => other.close());

    const { exitCode, stderr } = await startServer({ env }).finished();

    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(`Port ${env.PORT ?? ''} is in use`)]);
  });

  it.each([
    ['a host that is none', { HOST: 'not-a-host.invalid' }, 'HOST'],
    ['an address of another machine', { HOST: '10.255.255.1' }, 'HOST'],
    ['the last port, which leaves none for the sandbox', { PORT: '65535' }, 'PORT'],
  ])('says what is wrong with %s', async (_what, env, name) => {
    const given = { PORT: String(await freePort()), DATA_DIR: emptyFolder(), ...env };

    const { exitCode, stderr } = await startServer({ env: given }).finished();

    expect(exitCode).toBe(1);
    expect(stderr).toContain(name);
    expect(stderr).not.toContain('    at ');
  });
});

describe('a server that runs', () => {
  it('ends on SIGTERM with 0, after the requests under way', async () => {
    const sandbox = await startSandbox();
    closeAfterTest(() => sandbox.close());
    const env: Record<string, string> = {
      ...(await configured()),
      LIVECHAT_CLIENT_ID: SANDBOX_CLIENT.id,
      LIVECHAT_CLIENT_SECRET: SANDBOX_CLIENT.secrets[0],
      LIVECHAT_ACCOUNTS_URL: sandbox.url,
      LIVECHAT_API_URL: sandbox.url,
    };
    const server = startServer({ env });
    await server.hasPrinted('ready');
    const browser = new Browser(`http://localhost:${env.PORT ?? ''}`);
    await signInOverHttp(browser, (url) =>
      Promise.resolve(sandbox.authorize(url, { agent: AGENTS.alice }).location),
    );
    const held = sandbox.faults.hold({ on: 'api' });
    const underWay = browser.fetch('/livechat/agent/action/list_chats', { method: 'POST', body: '{}' });
    await sandbox.requests.waitFor(({ path }) => path.endsWith('list_chats'));

    server.signal('SIGTERM');
    await server.hasPrinted('server.stopping');
    held.release();

    expect((await underWay).status).toBe(200);
    expect((await server.finished()).exitCode).toBe(0);
  });

  it('takes its settings from .env in its folder too', async () => {
    const folder = emptyFolder();
    const env = await configured(folder);
    writeFileSync(
      join(folder, '.env'),
      Object.entries(env)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );

    const server = startServer({ cwd: folder });
    await server.hasPrinted('ready');

    expect(server.stdout).toContain(`http://localhost:${env.PORT ?? ''}`);
    expect((await call(`http://localhost:${env.PORT ?? ''}/health/ready`)).status).toBe(200);
  });
});
