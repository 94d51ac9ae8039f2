import type BetterSqlite3 from 'better-sqlite3';
import Database from 'better-sqlite3';
import { DataSource, type DataSourceOptions } from 'typeorm';

import type { Clock } from '../clock/clock.js';
import type { DatabaseConfig } from './database.config.js';
import { databaseRefusal, makePrivateFile } from './database-refusal.js';

type ClassOf = new () => object;

/** The tables: what each room contributes. */
export interface DatabaseSchema {
  readonly entities: readonly ClassOf[];
  readonly migrations: readonly ClassOf[];
}

/** A statement waits this long for another process's write, and the event loop with it. */
const BUSY_TIMEOUT_MS = 500;
const MIGRATION_TURN_TIMEOUT_MS = 20_000;

/** What TypeORM needs: never `synchronize`, the schema comes from migrations alone. */
export function dataSourceOptions(
  config: DatabaseConfig,
  clock: Clock,
  schema: DatabaseSchema,
): DataSourceOptions {
  return {
    type: 'better-sqlite3',
    database: config.path,
    timeout: BUSY_TIMEOUT_MS,
    entities: [...schema.entities],
    migrations: [...schema.migrations],
    migrationsTransactionMode: 'all',
    synchronize: false,
    prepareDatabase: (connection: BetterSqlite3.Database) => {
      connection.pragma('journal_mode = WAL');
      connection.pragma('synchronous = FULL'); // a single-use refresh token must survive a power cut
      connection.function('now_ms', () => clock.now());
    },
  };
}

/**
 * Opens the database and brings its schema up to date, one process at a time.
 *
 * @throws StartRefused with the reason and the remedy
 */
export async function openDatabase(options: DataSourceOptions): Promise<DataSource> {
  const path = String(options.database);
  const database = new DataSource(options);
  try {
    const giveBackTurn = takeMigrationTurn(path);
    try {
      await database.initialize();
      await database.runMigrations();
      return database;
    } finally {
      giveBackTurn();
    }
  } catch (cause) {
    if (database.isInitialized) await database.destroy();
    throw databaseRefusal(path, cause);
  }
}

function takeMigrationTurn(path: string): () => void {
  if (path === ':memory:') return () => undefined;
  const lockPath = `${path}.migration-lock`;
  makePrivateFile(lockPath);
  makePrivateFile(path);
  const turn = new Database(lockPath, { timeout: MIGRATION_TURN_TIMEOUT_MS });
  turn.exec('BEGIN EXCLUSIVE');
  return () => {
    turn.close();
  };
}
