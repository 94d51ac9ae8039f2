import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { AGENTS, ORGANIZATIONS } from '../../sandbox/index.js';
import { rowsFromOutside, storedText, writeFromOutside } from '../support/database.js';
import { call } from '../support/http.js';
import { runCommand, runProgram, startServer } from '../support/server-process.js';
import { ECHO, emptyTarget, installOnSqlite, manySessions } from './support/sqlite-installation.js';

const { alice, bob, dieter } = AGENTS;
const { northwind } = ORGANIZATIONS;
const COPY = ['copy-to-postgres', '--json'];

interface Table {
  readonly table: string;
  readonly source: { readonly rows: number };
  readonly target: { readonly rows: number };
}

const SPENT = `('2026-10/org', '2026-10', 'org', 9000000000, 2, 3, 4)`;

const tablesIn = (stdout: string): Table[] => (JSON.parse(stdout) as { tables: Table[] }).tables;

describe('a move from SQLite to PostgreSQL', () => {
  it('takes sessions, keys, grants, revocations and spooled pairs along', async () => {
    const before = await installOnSqlite();
    const { sandbox } = before;
    const [ofAlice, ofBob, ofDieter] = [
      await before.signIn(alice),
      await before.signIn(bob),
      await before.signIn(dieter),
    ];
    const key = await before.createKey(northwind.id);
    sandbox.faults.serverError({ on: 'revoke' });
    await ofDieter.fetch('/auth/livechat', { method: 'DELETE' });
    await before.dieWithSpooledPair(alice, ofAlice);
    sandbox.faults.clear();
    await writeFromOutside(before.env, `INSERT INTO livechat_spend VALUES ${SPENT}`);
    const refreshesBefore = sandbox.requests.ofGrant('refresh_token').length;

    const env = { ...before.env, ...(await emptyTarget()) };
    const command = await runCommand(COPY, { env });
    const after = await before.startOn(env);

    expect([command.exitCode, command.stderr]).toEqual([0, expect.stringContaining('rows to compare')]);
    const tables = tablesIn(command.stdout);
    expect(tables.map(({ target }) => target)).toEqual(tables.map(({ source }) => source));
    expect(Object.fromEntries(tables.map(({ table, target }) => [table, target.rows]))).toEqual({
      installations: 2,
      grants: 2,
      pending_revocations: 1,
      ambiguous_refusals: 0,
      database_identity: 1,
      auth_sessions: 2,
      auth_consumed_states: 3,
      auth_used_reconnect_links: 0,
      auth_api_keys: 1,
      livechat_spend: expect.any(Number), // what went to LiveChat before it died may have been written
      livechat_spend_writers: 0,
    });
    expect(await rowsFromOutside(env, `SELECT * FROM livechat_spend WHERE month = '2026-10'`)).toEqual([
      expect.objectContaining({ organization_id: 'org', first: '9000000000', reset_read: '4' }),
    ]);

    await after.hasPrinted('tokens.spooled_pair_settled');
    await after.hasPrinted('tokens.revoked');
    sandbox.requests.clear();
    const answers = [
      await ofAlice.fetch(ECHO),
      await ofBob.fetch(ECHO),
      await call(before.url + ECHO, { headers: { authorization: `Bearer ${key}` } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await ofDieter.fetch(ECHO)).status).toBe(401);
    const calls = sandbox.requests.to('/v3.6/');
    expect(calls.slice(0, 2).map(({ accountId }) => accountId)).toEqual([alice.accountId, bob.accountId]);
    expect(calls[2]?.organizationId).toBe(northwind.id);
    expect(sandbox.tokens.aliveAccessTokens(dieter)).toEqual([]);

    sandbox.faults.expire(bob);
    sandbox.faults.expire(alice);
    expect([(await ofBob.fetch(ECHO)).status, (await ofAlice.fetch(ECHO)).status]).toEqual([200, 200]);
    expect(refreshesBefore).toBe(1);
    expect(sandbox.requests.ofGrant('refresh_token').map(({ status }) => status)).toEqual([200, 200]);
  });

  it('can be stopped, says how to go on, and goes on', async () => {
    const source = await manySessions(20_000);
    const env = { ...source, ...(await emptyTarget()) };
    const command = runProgram(['bin/livechat-app.js', ...COPY, '--rows-at-once', '50'], { env });
    await command.hasPrinted('rows to copy', 'stderr');

    command.signal('SIGINT');

    const stopped = await command.finished();
    expect([stopped.exitCode, stopped.stderr]).toEqual([
      1,
      expect.stringContaining('goes on where it stopped'),
    ]);
    const copied = (await rowsFromOutside(env, 'SELECT id_digest FROM auth_sessions')).length;
    expect(copied % 50).toBe(0);
    expect(copied).toBeLessThan(20_000);

    const again = await runCommand(COPY, { env });

    expect(again.exitCode).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ isInterrupted: false, copied: 20_000 - copied });
    expect(await rowsFromOutside(env, 'SELECT id FROM database_identity')).toEqual(
      await rowsFromOutside(source, 'SELECT id FROM database_identity'),
    );
  });

  it('copies the rows of an earlier version that have a fraction of a millisecond', async () => {
    const source = await manySessions(1);
    await writeFromOutside(source, 'UPDATE auth_sessions SET idle_expires_at = 1764547200000.75');
    const env = { ...source, ...(await emptyTarget()) };

    expect((await runCommand(COPY, { env })).exitCode).toBe(0);
    expect(await rowsFromOutside(env, 'SELECT idle_expires_at FROM auth_sessions')).toEqual([
      { idle_expires_at: '1764547200001' },
    ]);
  });
});

describe('a copying that is refused', () => {
  it('names the table in which a row is no longer as it was copied', async () => {
    const env = { ...(await manySessions(3)), ...(await emptyTarget()) };
    await runCommand(COPY, { env });
    await writeFromOutside(
      env,
      `UPDATE auth_sessions SET account_id = 'x' WHERE id_digest = 'digest-00000001'`,
    );

    const command = await runCommand(COPY, { env });

    expect([command.exitCode, command.stdout]).toEqual([1, '']);
    expect(command.stderr).toContain('1 in auth_sessions');
    expect(await rowsFromOutside(env, `SELECT id_digest FROM auth_sessions WHERE account_id = 'x'`)).toEqual([
      { id_digest: 'digest-00000001' },
    ]);
  });

  it('leaves a target of somebody else as it was', async () => {
    const env = { ...(await manySessions(3)), ...(await emptyTarget()) };
    await runCommand(['keys', 'create', '--role', 'caller'], { env });
    const before = await storedText(env);

    const command = await runCommand(COPY, { env });

    expect([command.exitCode, command.stderr]).toEqual([1, expect.stringContaining('1 in auth_api_keys')]);
    expect(await storedText(env)).toBe(before);
  });

  it('does not copy a file that a server uses', async () => {
    const running = await installOnSqlite();
    const env = { ...running.env, ...(await emptyTarget()) };

    const command = await runCommand(COPY, { env });

    expect([command.exitCode, command.stderr]).toEqual([
      1,
      expect.stringContaining('Stop it, then run this'),
    ]);
    expect(await storedText(env)).toBe('');
    expect((await call(`${running.url}/health/ready`)).status).toBe(200);
  });

  it('lets no server start on the file meanwhile', async () => {
    const source = await manySessions(20_000);
    const env = { ...source, ...(await emptyTarget()) };
    const command = runProgram(['bin/livechat-app.js', ...COPY, '--rows-at-once', '1'], { env });
    await command.hasPrinted('rows to copy', 'stderr');

    const server = await startServer({ env: source }).finished();

    expect([server.exitCode, server.stderr]).toEqual([1, expect.stringContaining('a command copies it')]);
    command.signal('SIGINT');
    expect((await command.finished()).exitCode).toBe(1);
  });

  it('does not make a source that is not there', async () => {
    const source = await manySessions(0);
    const env = { ...source, ...(await emptyTarget()) };
    const folder = source.DATA_DIR ?? '';
    const before = readdirSync(folder);

    const command = await runCommand([...COPY, '--from', `sqlite:${join(folder, 'other.sqlite')}`], { env });

    expect([command.exitCode, command.stderr]).toEqual([1, expect.stringContaining('no SQLite database at')]);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('needs PostgreSQL to copy to, and SQLite to copy from', async () => {
    const source = await manySessions(0);
    const target = await emptyTarget();

    const toSqlite = await runCommand(COPY, { env: source });
    const fromPostgres = await runCommand([...COPY, '--from', target.DATABASE_URL], { env: source });

    expect([toSqlite.exitCode, toSqlite.stderr]).toEqual([
      1,
      expect.stringContaining('DATABASE_URL must name'),
    ]);
    expect([fromPostgres.exitCode, fromPostgres.stderr]).toEqual([
      2,
      expect.stringContaining('sqlite:<file>'),
    ]);
  });
});
