import { describe, expect, it } from '@jest/globals';

import {
  AGENTS,
  ORGANIZATIONS,
  type Sandbox,
  SANDBOX_CLIENT,
  SANDBOX_PUBLIC_CLIENT,
  startSandbox,
} from '../../sandbox/index.js';
import { emptyDatabase, rowsFromOutside, writeFromOutside } from '../support/database.js';
import { Browser } from '../support/browser.js';
import { emptyFolder } from '../support/folders.js';
import { freePort } from '../support/free-port.js';
import { call } from '../support/http.js';
import { closeAfterTest } from '../support/opened.js';
import { type OwnProcess, runCommand, runProgram, startServer } from '../support/server-process.js';
import { signInThroughSandbox } from '../support/sign-in.js';

const { alice } = AGENTS;
const path = '/livechat/agent/action/_echo';

/** A server in a process of its own, with LiveChat in this one. */
class Installed {
  constructor(
    readonly sandbox: Sandbox,
    readonly env: Readonly<Record<string, string>>,
    readonly url: string,
    public server: OwnProcess,
  ) {}

  get refreshTokensUsed(): string[] {
    return this.sandbox.requests
      .ofGrant('refresh_token')
      .map(({ text }) => new URLSearchParams(text).get('refresh_token') ?? '');
  }

  async startAgain(): Promise<void> {
    this.server = startServer({ env: this.env });
    await this.server.hasPrinted('ready');
  }

  refreshArrives(): Promise<unknown> {
    return this.sandbox.requests.waitFor(({ grantType }) => grantType === 'refresh_token');
  }
}

async function install(client: { id: string; secrets: readonly string[] }): Promise<Installed> {
  const [sandbox, port] = [await startSandbox(), await freePort()];
  closeAfterTest(() => sandbox.close());
  const env = {
    PORT: String(port),
    DATA_DIR: emptyFolder(),
    ...(await emptyDatabase()),
    LIVECHAT_CLIENT_ID: client.id,
    LIVECHAT_CLIENT_SECRET: client.secrets[0] ?? 'none',
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 5).toString('base64')}`,
    LIVECHAT_ACCOUNTS_URL: sandbox.url,
    LIVECHAT_API_URL: sandbox.url,
  };
  const server = startServer({ env });
  await server.hasPrinted('ready');
  return new Installed(sandbox, env, `http://localhost:${port}`, server);
}

async function signedIn({ sandbox, url }: Installed): Promise<Browser> {
  const browser = new Browser(url);
  await signInThroughSandbox(browser, sandbox, { agent: alice });
  return browser;
}

describe('SIGTERM in the middle of a renewal', () => {
  it('waits for it: the caller is answered, and the next start uses the new pair', async () => {
    const installed = await install(SANDBOX_PUBLIC_CLIENT);
    const { sandbox } = installed;
    const browser = await signedIn(installed);
    sandbox.faults.expire(alice);
    const held = sandbox.faults.hold({ on: 'token', afterWork: true });
    const underWay = browser.fetch(path);
    await installed.refreshArrives();

    installed.server.signal('SIGTERM');
    await installed.server.hasPrinted('server.stopping');
    held.release();

    expect((await underWay).status).toBe(200);
    expect((await installed.server.finished()).exitCode).toBe(0);
    await installed.startAgain();
    expect((await browser.fetch(path)).status).toBe(200);
    expect(installed.refreshTokensUsed).toHaveLength(1);
  });

  it('waits for one that nobody waits for, too', async () => {
    const installed = await install(SANDBOX_PUBLIC_CLIENT);
    const { sandbox } = installed;
    sandbox.behavior.accessTokenLifetimeSeconds = 200;
    const browser = await signedIn(installed);
    sandbox.behavior.accessTokenLifetimeSeconds = 28_800;
    const held = sandbox.faults.hold({ on: 'token', afterWork: true });
    expect((await browser.fetch(path)).status).toBe(200);
    await installed.refreshArrives();

    installed.server.signal('SIGTERM');
    await installed.server.hasPrinted('server.stopping');
    held.release();

    const { exitCode, stdout } = await installed.server.finished();
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('tokens.renewed')]);
    await installed.startAgain();
    expect((await browser.fetch(path)).status).toBe(200);
    expect(installed.refreshTokensUsed).toHaveLength(1);
  });
});

/** What half a minute does: the lease is by the database's clock, which is not ours to move on PostgreSQL. */
async function leaseHasRunOut({ env }: Installed): Promise<void> {
  await writeFromOutside(env, 'UPDATE grants SET lease_until = now_ms() WHERE lease_owner IS NOT NULL');
}

describe('SIGKILL in the middle of a renewal', () => {
  it('is found and settled by the next start, which answers', async () => {
    const installed = await install(SANDBOX_CLIENT);
    const { sandbox } = installed;
    const browser = await signedIn(installed);
    sandbox.faults.expire(alice);
    const held = sandbox.faults.hold({ on: 'token', afterWork: true });
    const underWay = browser.fetch(path).catch(() => 'cut off');
    await installed.refreshArrives();

    installed.server.signal('SIGKILL');
    await installed.server.finished();
    expect(await underWay).toBe('cut off');
    held.clear();
    held.release();
    await leaseHasRunOut(installed);
    await installed.startAgain();

    expect((await browser.fetch(path)).status).toBe(200);
    await installed.server.hasPrinted('tokens.unsettled_renewal_found');
    await installed.server.hasPrinted('tokens.renewed');
    const [row] = await rowsFromOutside(
      installed.env,
      'SELECT health, renewal_started_at, lease_owner FROM grants',
    );
    expect(row).toMatchObject({ health: 'ok', renewal_started_at: null, lease_owner: null });
  });

  it('asks a public client’s agent to sign in again, and nobody else, when the single-use token was lost', async () => {
    const installed = await install(SANDBOX_PUBLIC_CLIENT);
    const { sandbox } = installed;
    const browser = await signedIn(installed);
    sandbox.faults.expire(alice);
    const held = sandbox.faults.hold({ on: 'token', afterWork: true });
    const underWay = browser.fetch(path).catch(() => 'cut off');
    await installed.refreshArrives();
    installed.server.signal('SIGKILL');
    await Promise.all([installed.server.finished(), underWay]);
    held.clear();
    held.release();

    await leaseHasRunOut(installed);
    await installed.startAgain();
    const answer = await browser.fetch(path);

    expect([answer.status, answer.json().error.data.reason]).toEqual([401, 'reauthorization_required']);
    expect((await call(`${installed.url}/health/ready`)).status).toBe(200);
    expect((await (await signedIn(installed)).fetch(path)).status).toBe(200);
  });
});

describe('a key made and revoked on the command line', () => {
  it('opens the gateway of a server that runs, and closes it', async () => {
    const installed = await install(SANDBOX_CLIENT);
    await signedIn(installed);
    const { stdout } = await runCommand(
      ['keys', 'create', '--role', 'caller', '--organization', ORGANIZATIONS.northwind.id, '--json'],
      { env: installed.env },
    );
    const { id, key } = JSON.parse(stdout) as { id: string; key: string };
    const status = async () =>
      (await call(installed.url + path, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await status()).toBe(200);

    await runCommand(['keys', 'revoke', id], { env: installed.env });

    while ((await status()) === 200); // how soon is shown where time is the test's own
    expect(await status()).toBe(401);
  });
});

describe('migrations', () => {
  it('may be run by many at once on an empty database, and again', async () => {
    const env = { DATA_DIR: emptyFolder(), ...(await emptyDatabase()) };

    const first = await Promise.all(
      Array.from({ length: 3 }, () => runCommand(['migrate', '--json'], { env })),
    );
    const again = await runCommand(['migrate', '--json'], { env });

    for (const { exitCode, stdout } of [...first, again]) {
      expect([exitCode, stdout]).toEqual([0, again.stdout]);
    }
    expect(JSON.parse(again.stdout)).toEqual({ migrations: expect.arrayContaining([expect.any(String)]) });
  });
});

describe('npm run sandbox', () => {
  it('is a LiveChat of its own: the calls it prints work, and it ends when it is told to', async () => {
    const port = String(await freePort());
    const sandbox = runProgram(['bin/sandbox.js'], { env: { SANDBOX_PORT: port } });
    await sandbox.hasPrinted('Let all access tokens expire');
    const [url, asJson] = [`http://127.0.0.1:${port}`, { 'content-type': 'application/json' }];
    const mint = /-d '(\{"client".+\})'/.exec(sandbox.stdout)?.[1] ?? '';

    const minted = await call(`${url}/_sandbox/api/tokens`, { method: 'POST', headers: asJson, body: mint });
    const listed = await call(`${url}/v3.6/agent/action/list_chats`, {
      method: 'POST',
      headers: { ...asJson, authorization: `Bearer ${minted.json().accessToken as string}` },
      body: '{"limit":1}',
    });
    sandbox.signal('SIGTERM');

    expect([listed.status, listed.json().chats_summary.length]).toEqual([200, 1]);
    expect((await sandbox.finished()).exitCode).toBe(0);
  });

  it('says what to do when its port is taken', async () => {
    const port = String(await freePort());
    const first = runProgram(['bin/sandbox.js'], { env: { SANDBOX_PORT: port } });
    await first.hasPrinted('Let all access tokens expire');

    const { exitCode, stderr } = await runProgram(['bin/sandbox.js'], {
      env: { SANDBOX_PORT: port },
    }).finished();

    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(`Port ${port} is in use`)]);
    expect(stderr).toContain('SANDBOX_PORT');
  });
});
