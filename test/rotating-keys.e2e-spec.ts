import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';

import { AGENTS } from '../sandbox/index.js';
import { readSettings } from '../src/app.config.js';
import { Keyring } from '../src/foundation/index.js';
import { configured } from './support/configured.js';
import { rowsFromOutside, writeFromOutside } from './support/database.js';
import { encryptionKeys } from './support/encryption-keys.js';
import { runCommand, runProgram, startServer } from './support/server-process.js';
import { type RunningApp, startApp } from './support/start-app.js';

const { alice, bob, dieter } = AGENTS;
const listChats = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' } as const;
const path = '/livechat/agent/action/list_chats';

const withKeys = (...ids: string[]) => ({ ENCRYPTION_KEYS: encryptionKeys(...ids) });

async function restarted(app: RunningApp, ...keys: string[]): Promise<RunningApp> {
  await app.close();
  return startApp({ after: app, env: withKeys(...keys) });
}

/** What a server says that does not start with these keys. */
async function refusalOf({ env }: RunningApp, ...keys: string[]): Promise<string> {
  const { exitCode, stderr } = await startServer({ env: { ...env, ...withKeys(...keys) } }).finished();
  expect(exitCode).toBe(1);
  return stderr;
}

describe('a change of encryption keys', () => {
  it('goes through while the server runs and renews, and no token is lost', async () => {
    const agents = [alice, bob, dieter];
    const before = await startApp({ env: withKeys('old') });
    const browsers = [];
    for (const agent of agents) browsers.push(await before.signIn(agent.accountId));
    await before.close();
    expect(await refusalOf(before, 'new')).toContain('"old" (3 rows)');

    const app = await startApp({ after: before, env: withKeys('new', 'old') });
    const { sandbox } = app;
    sandbox.faults.expire(alice);
    const held = sandbox.faults.hold({ on: 'token', afterWork: true });
    const renewing = browsers[0]!.fetch(path, listChats);
    await sandbox.requests.waitFor(({ grantType }) => grantType === 'refresh_token');
    const command = await runCommand(['reseal', '--json'], { env: app.env });
    held.release();

    expect((await renewing).status).toBe(200);
    expect([command.exitCode, JSON.parse(command.stdout)]).toEqual([
      0,
      {
        key: 'new',
        resealed: 3,
        changedMeanwhile: 0,
        unreadable: [],
        isInterrupted: false,
        remaining: 0,
        oldKeys: [{ keyId: 'old', rows: 0, spooledPairs: 0 }],
      },
    ]);

    await restarted(app, 'new');
    sandbox.requests.clear();
    const answers = await Promise.all(browsers.map((browser) => browser.fetch(path, listChats)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(sandbox.requests.ofGrant('refresh_token')).toEqual([]);
    expect(
      sandbox.requests
        .to('/v3.6/')
        .map(({ accountId }) => accountId)
        .sort(),
    ).toEqual(agents.map(({ accountId }) => accountId).sort());
  });

  it('leaves refresh tokens that LiveChat still knows', async () => {
    const before = await startApp({ env: withKeys('old') });
    const browser = await before.signIn(alice.accountId);
    const app = await restarted(before, 'new', 'old');
    expect((await runCommand(['reseal'], { env: app.env })).exitCode).toBe(0);
    await restarted(app, 'new');
    app.sandbox.faults.expire(alice);

    expect((await browser.fetch(path, listChats)).status).toBe(200);
    expect(app.sandbox.requests.ofGrant('refresh_token').map(({ status }) => status)).toEqual([200]);
  });

  it('is not over while a server still seals with the old key', async () => {
    const app = await startApp({ env: withKeys('old', 'new') });
    await app.signIn(alice.accountId);
    const env = { ...app.env, ...withKeys('new', 'old') };
    await runCommand(['reseal'], { env });
    await app.signIn(bob.accountId);

    await app.close();

    expect(await refusalOf(app, 'new')).toContain('"old" (1 row)');
    expect((await runCommand(['reseal'], { env })).stdout).toContain('Nothing needs "old" any more');
  });
});

describe('a server that runs without the key that others reseal under', () => {
  it('is not ready, names the key, and is ready again once its rows are back', async () => {
    const app = await startApp({ env: withKeys('old') });
    await app.signIn(alice.accountId);
    const ready = async () => {
      const answer = await fetch(`${app.url}/health/ready`);
      return { status: answer.status, text: await answer.text() };
    };
    const reseal = (...keys: string[]) =>
      runCommand(['reseal'], { env: { ...app.env, ...withKeys(...keys) } });
    expect((await ready()).status).toBe(200);

    await reseal('new', 'old');
    const without = await ready();
    await reseal('old', 'new');

    expect(without.status).toBe(503);
    expect(without.text).toContain('ENCRYPTION_KEYS lacks: \\"new\\"');
    expect((await ready()).status).toBe(200);
  });
});

const ROWS_AT_ONCE = 500;

/** A database with as many grants as wanted, sealed with "old", and the settings of a server that rotates to "new". */
async function manyRows(count: number) {
  const env = { ...(await configured()), ...withKeys('old') };
  await runCommand(['migrate'], { env });
  const { encryptionKeys: keys, tokens } = readSettings(env);
  const keyring = new Keyring(keys);
  const grants = Array.from({ length: count }, () => {
    const account = randomUUID();
    const sealed = keyring.seal('token', [tokens.clientId, 'org', account, 'access_token']);
    return `('${randomUUID()}', '${tokens.clientId}', 'org', '${account}', '${sealed}', '', 0, 0, 'ok', 1, 0, 0)`;
  });
  for (let at = 0; at < count; at += ROWS_AT_ONCE) {
    await writeFromOutside(
      env,
      `INSERT INTO grants (id, client_id, organization_id, account_id, access_token, scopes, issued_at, expires_at, health, generation, created_at, updated_at)
        VALUES ${grants.slice(at, at + ROWS_AT_ONCE).join(', ')}`,
    );
  }
  const resealed = async () =>
    (await rowsFromOutside(env, `SELECT id FROM grants WHERE sealed_with = 'new'`)).length;
  return { env: { ...env, ...withKeys('new', 'old') }, resealed };
}

describe('a resealing that is stopped', () => {
  it('ends after a batch, says how to go on, and goes on', async () => {
    const { env, resealed } = await manyRows(20_000);
    const command = runProgram(['bin/livechat-app.js', 'reseal', '--json'], { env });
    await command.hasPrinted('20,000 rows to reseal', 'stderr');

    command.signal('SIGINT');

    const stopped = await command.finished();
    const first = JSON.parse(stopped.stdout) as { resealed: number; remaining: number };
    expect([stopped.exitCode, stopped.stderr]).toEqual([
      1,
      expect.stringContaining('goes on where it stopped'),
    ]);
    expect(first.resealed + first.remaining).toBe(20_000);
    expect(first.resealed % ROWS_AT_ONCE).toBe(0);
    expect(first.remaining).toBeGreaterThan(0);
    expect(await resealed()).toBe(first.resealed);

    const again = await runCommand(['reseal', '--json'], { env });

    expect(again.exitCode).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ resealed: first.remaining, remaining: 0 });
    expect(await resealed()).toBe(20_000);
  });
});

describe('a resealing that cannot be whole', () => {
  it('is refused without a key that rows need, and changes nothing', async () => {
    const { env, resealed } = await manyRows(2);

    const command = await runCommand(['reseal'], { env: { ...env, ...withKeys('new') } });

    expect([command.exitCode, command.stderr]).toEqual([1, expect.stringContaining('"old" (2 rows)')]);
    expect(await resealed()).toBe(0);
  });

  it('names the rows that do not open, and reseals the others', async () => {
    const { env, resealed } = await manyRows(3);
    const [damaged] = await rowsFromOutside(env, 'SELECT id FROM grants');
    await writeFromOutside(
      env,
      `UPDATE grants SET access_token = 'v1.old.x' WHERE id = '${String(damaged?.id)}'`,
    );

    const command = await runCommand(['reseal', '--json'], { env });

    expect([command.exitCode, command.stderr]).toEqual([1, expect.stringContaining(`1 row left as found`)]);
    expect(JSON.parse(command.stdout)).toMatchObject({
      resealed: 2,
      unreadable: [damaged?.id],
      remaining: 1,
    });
    expect(await resealed()).toBe(2);
  });
});
