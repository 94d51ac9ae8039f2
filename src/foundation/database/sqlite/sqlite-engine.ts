import type BetterSqlite3 from 'better-sqlite3';
import Database from 'better-sqlite3';
import type { DataSourceOptions } from 'typeorm';

import type { Clock } from '../../clock/clock.js';
import type { DatabaseEngine } from '../database-engine.js';
import type { StartRefused } from '../start-refused.js';
import type { SqlitePlace } from './sqlite-place.js';
import { makePrivateFile, sqliteRefusal } from './sqlite-refusal.js';

/** A statement waits this long for another process's write, and the event loop with it. */
const BUSY_TIMEOUT_MS = 500;
const MIGRATION_TURN_TIMEOUT_MS = 20_000;

export class SqliteEngine implements DatabaseEngine {
  constructor(
    private readonly place: SqlitePlace,
    private readonly clock: Clock,
  ) {}

  get options(): DataSourceOptions {
    return {
      type: 'better-sqlite3',
      database: this.place.path,
      timeout: BUSY_TIMEOUT_MS,
      prepareDatabase: (connection: BetterSqlite3.Database) => {
        connection.pragma('journal_mode = WAL');
        connection.pragma('synchronous = FULL'); // a single-use refresh token must survive a power cut
        connection.function('now_ms', () => this.clock.now());
      },
    };
  }

  takeMigrationTurn(): Promise<() => Promise<void>> {
    return Promise.resolve(this.place.isInMemory ? () => Promise.resolve() : this.takeTurnOnFile());
  }

  refusal(cause: unknown): StartRefused {
    return sqliteRefusal(this.place.path, cause);
  }

  private takeTurnOnFile(): () => Promise<void> {
    const { path } = this.place;
    const lockPath = `${path}.migration-lock`;
    makePrivateFile(lockPath);
    makePrivateFile(path);
    const turn = new Database(lockPath, { timeout: MIGRATION_TURN_TIMEOUT_MS });
    turn.exec('BEGIN EXCLUSIVE');
    return () => {
      turn.close();
      return Promise.resolve();
    };
  }
}
