import { describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { configured } from '../support/configured.js';
import { freePort } from '../support/free-port.js';
import { call } from '../support/http.js';
import { closeAfterTest } from '../support/opened.js';
import { startServer } from '../support/server-process.js';

describe('a server that cannot have its SQLite file', () => {
  it('says that another server uses its SQLite file', async () => {
    const env = await configured();
    const first = startServer({ env });
    await first.hasPrinted('ready');

    const second = await startServer({ env: { ...env, PORT: String(await freePort()) } }).finished();

    expect(second.exitCode).toBe(1);
    expect(second.stderr).toContain('SQLite is for one server process');
    expect((await call(`http://localhost:${env.PORT ?? ''}/health/ready`)).status).toBe(200);
  });

  it('says that the database file is something else', async () => {
    const env = await configured();
    writeFileSync(
      join(env.DATA_DIR ?? '', 'livechat.sqlite'),
      'not a database, only some notes. '.repeat(40),
    );

    const { exitCode, stderr } = await startServer({ env }).finished();

    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('is not an SQLite database')]);
  });

  it('says that the database is locked', async () => {
    const env = await configured();
    const other = new Database(join(env.DATA_DIR ?? '', 'livechat.sqlite'));
    other.exec('BEGIN EXCLUSIVE');
    closeAfterTest(() => other.close());

    const { exitCode, stderr } = await startServer({ env }).finished();

    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('another process keeps it locked')]);
  });

  it('says that the folder of the database cannot be made', async () => {
    const env = await configured();
    writeFileSync(join(env.DATA_DIR ?? '', 'file'), '');

    const { exitCode, stderr } = await startServer({
      env: { ...env, DATABASE_URL: `sqlite:${env.DATA_DIR ?? ''}/file/livechat.sqlite` },
    }).finished();

    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('part of its path is a file')]);
  });
});
