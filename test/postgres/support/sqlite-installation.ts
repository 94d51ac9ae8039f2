import Database from 'better-sqlite3';
import { join } from 'node:path';

import {
  type Sandbox,
  type SandboxAgent,
  SANDBOX_PUBLIC_CLIENT,
  startSandbox,
} from '../../../sandbox/index.js';
import { Browser } from '../../support/browser.js';
import { configured } from '../../support/configured.js';
import { emptyDatabase, writeFromOutside } from '../../support/database.js';
import { encryptionKeys } from '../../support/encryption-keys.js';
import { emptyFolder } from '../../support/folders.js';
import { freePort } from '../../support/free-port.js';
import { closeAfterTest } from '../../support/opened.js';
import { type OwnProcess, runCommand, startServer } from '../../support/server-process.js';
import { signInThroughSandbox } from '../../support/sign-in.js';

export const ECHO = '/livechat/agent/action/_echo';

type Env = Readonly<Record<string, string>>;

/** The built server on SQLite, for a client whose refresh tokens work once. */
export class SqliteInstallation {
  constructor(
    readonly sandbox: Sandbox,
    readonly env: Env,
    private readonly server: OwnProcess,
  ) {}

  get url(): string {
    return this.env.PUBLIC_URL ?? '';
  }

  async signIn(agent: SandboxAgent): Promise<Browser> {
    const browser = new Browser(this.url);
    await signInThroughSandbox(browser, this.sandbox, { agent });
    return browser;
  }

  async createKey(organization: string): Promise<string> {
    const made = await runCommand(['keys', 'create', '--role', 'caller', '--organization', organization], {
      env: this.env,
    });
    return made.stdout.trim();
  }

  /** Killed when LiveChat has renewed an agent's pair and the file takes no writes: the pair is in the spool alone. */
  async dieWithSpooledPair(agent: SandboxAgent, browser: Browser): Promise<void> {
    this.sandbox.faults.expire(agent);
    const held = this.sandbox.faults.hold({ on: 'token', afterWork: true });
    const underWay = browser.fetch(ECHO).catch(() => 'cut off');
    await this.sandbox.requests.waitFor(({ grantType }) => grantType === 'refresh_token');
    const other = new Database(join(this.env.DATA_DIR ?? '', 'livechat.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    held.release();
    await this.server.hasPrinted('tokens.renewed_pair_not_written');
    this.server.signal('SIGKILL');
    await Promise.all([this.server.finished(), underWay]);
    other.close();
  }

  /** The same server with other settings. */
  async startOn(env: Env): Promise<OwnProcess> {
    const server = startServer({ env });
    await server.hasPrinted('ready');
    return server;
  }
}

export async function installOnSqlite(): Promise<SqliteInstallation> {
  const [sandbox, port] = [await startSandbox(), String(await freePort())];
  closeAfterTest(() => sandbox.close());
  const env = {
    PORT: port,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATA_DIR: emptyFolder(),
    LIVECHAT_CLIENT_ID: SANDBOX_PUBLIC_CLIENT.id,
    LIVECHAT_CLIENT_SECRET: 'none',
    ENCRYPTION_KEYS: encryptionKeys('k1'),
    LIVECHAT_ACCOUNTS_URL: sandbox.url,
    LIVECHAT_API_URL: sandbox.url,
  };
  const server = startServer({ env });
  await server.hasPrinted('ready');
  return new SqliteInstallation(sandbox, env, server);
}

/** Settings of an empty PostgreSQL database. */
export async function emptyTarget(): Promise<{ readonly DATABASE_URL: string }> {
  return { DATABASE_URL: (await emptyDatabase()).DATABASE_URL ?? '' };
}

const AT_ONCE = 1_000;

/** Settings of a database on SQLite with so many sessions, `digest-00000000` the first. */
export async function manySessions(count: number): Promise<Env> {
  const { DATABASE_URL: _target, ...env } = await configured();
  await runCommand(['migrate'], { env });
  const sessions = Array.from(
    { length: count },
    (_, at) => `('digest-${String(at).padStart(8, '0')}', 'org', 'account', 'grant', 1, 0, 0, 0)`,
  );
  for (let at = 0; at < count; at += AT_ONCE) {
    await writeFromOutside(
      env,
      `INSERT INTO auth_sessions VALUES ${sessions.slice(at, at + AT_ONCE).join(', ')}`,
    );
  }
  return env;
}
