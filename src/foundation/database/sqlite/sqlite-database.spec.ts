import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { mkdtempSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';

import { ManualClock } from '../../../../test/support/manual-clock.js';
import { DatabaseConfig } from '../database.config.js';
import { openDatabase } from '../open-database.js';
import { SqliteChanges } from './sqlite-changes.js';
import { SqlitePlace } from './sqlite-place.js';
import { SqliteProbe } from './sqlite-probe.js';
import { SqliteServerLock } from './sqlite-server-lock.js';

let folder: string;
let config: DatabaseConfig;
let place: SqlitePlace;
const clock = new ManualClock();
const opened: DataSource[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'database-'));
  const url = `sqlite:${join(folder, 'deeper', 'test.sqlite')}`;
  config = new DatabaseConfig(url);
  place = new SqlitePlace(url);
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.destroy()));
  rmSync(folder, { recursive: true });
});

async function open(at = config): Promise<DataSource> {
  const database = await openDatabase(at, clock, { entities: [], migrations: [] });
  opened.push(database);
  return database;
}

describe('openDatabase', () => {
  it('makes the folder and gives SQL our clock', async () => {
    const database = await open();

    expect(await database.query('SELECT now_ms() AS now')).toEqual([{ now: clock.now() }]);
  });

  it('lets nobody but the owner read what it makes', async () => {
    const database = await open();
    await database.query('CREATE TABLE notes (text TEXT)');

    const made = readdirSync(join(folder, 'deeper'));
    expect(made).toContain('test.sqlite-wal');
    for (const file of made)
      expect([file, statSync(join(folder, 'deeper', file)).mode & 0o077]).toEqual([file, 0]);
  });

  it('says that a folder cannot be made', async () => {
    await expect(open(new DatabaseConfig('sqlite:/proc/nothing/x.sqlite'))).rejects.toThrow('cannot be made');
  });

  it('says that a file is no database', async () => {
    const path = join(folder, 'notes.txt');
    writeFileSync(
      path,
      'These are notes, long enough to be read as the header of a database file.'.repeat(20),
    );

    await expect(open(new DatabaseConfig(`sqlite:${path}`))).rejects.toThrow('is not an SQLite database');
  });

  it('says that part of the path is a file', async () => {
    writeFileSync(join(folder, 'file'), '');

    await expect(open(new DatabaseConfig(`sqlite:${join(folder, 'file', 'x.sqlite')}`))).rejects.toThrow(
      'part of its path is a file',
    );
  });

  it('says that another process keeps it locked', async () => {
    const path = join(folder, 'locked.sqlite');
    const other = new Database(path);
    other.exec('BEGIN EXCLUSIVE');

    await expect(open(new DatabaseConfig(`sqlite:${path}`))).rejects.toThrow(
      'another process keeps it locked',
    );
    other.close();
  });
});

describe('SqliteServerLock', () => {
  it('lets a second server in only after the first has gone', () => {
    const first = SqliteServerLock.take(config);

    expect(() => SqliteServerLock.take(config)).toThrow('SQLite is for one server process');
    first.onApplicationShutdown();
    SqliteServerLock.take(config).onApplicationShutdown();
  });

  it('knows one file under two names', async () => {
    await open();
    const alias = join(folder, 'alias.sqlite');
    symlinkSync(place.path, alias);
    const first = SqliteServerLock.take(config);

    expect(() => SqliteServerLock.take(new DatabaseConfig(`sqlite:${alias}`))).toThrow('one server process');
    first.onApplicationShutdown();
  });

  it('knows one file under two names before the file exists', () => {
    const alias = join(folder, 'alias.sqlite');
    symlinkSync(join(folder, 'real.sqlite'), alias);
    const first = SqliteServerLock.take(new DatabaseConfig(`sqlite:${alias}`));

    expect(() => SqliteServerLock.take(new DatabaseConfig(`sqlite:${join(folder, 'real.sqlite')}`))).toThrow(
      'one server process',
    );
    first.onApplicationShutdown();
  });

  it('keeps nobody away from a database in memory', () => {
    const memory = new DatabaseConfig('sqlite::memory:');

    expect(() => [SqliteServerLock.take(memory), SqliteServerLock.take(memory)]).not.toThrow();
  });
});

describe('SqliteChanges', () => {
  it('tells of writes by others within a second, and not of our own', async () => {
    const database = await open();
    await database.query('CREATE TABLE notes (text TEXT)');
    const changes = new SqliteChanges(database, clock);
    let told = 0;
    changes.watch('notes', { changed: () => undefined, anything: () => (told += 1) });
    changes.onModuleInit();

    await database.query(`INSERT INTO notes VALUES ('ours')`);
    await clock.advance(1_000);
    expect(told).toBe(0);

    const other = new Database(place.path);
    other.exec(`INSERT INTO notes VALUES ('theirs')`);
    other.close();
    await clock.advance(1_000);
    expect(told).toBe(1);

    await clock.advance(1_000);
    expect(told).toBe(1);
    changes.onApplicationShutdown();
  });
});

describe('SqliteProbe', () => {
  it('is content with a database it can write to', async () => {
    const probe = new SqliteProbe(await open(), place);
    probe.onModuleInit();

    expect(() => {
      probe.check();
    }).not.toThrow();
  });

  it('notices that the file was moved away', async () => {
    const probe = new SqliteProbe(await open(), place);
    probe.onModuleInit();
    renameSync(place.path, `${place.path}.moved`);

    expect(() => {
      probe.check();
    }).toThrow('removed or replaced');
  });

  it('notices that another process keeps it locked', async () => {
    const probe = new SqliteProbe(await open(), place);
    probe.onModuleInit();
    const other = new Database(place.path);
    other.exec('BEGIN IMMEDIATE');

    expect(() => {
      probe.check();
    }).toThrow('cannot be written to');
    other.close();
  });
});
