import { DataSource, type DataSourceOptions } from 'typeorm';

import type { Clock } from '../clock/clock.js';
import type { DatabaseConfig } from './database.config.js';
import type { DatabaseEngine } from './database-engine.js';
import { CreateDatabaseFunctions1760000000000 } from './migrations/1760000000000-create-database-functions.js';
import { PostgresEngine } from './postgres/postgres-engine.js';
import { SqliteEngine } from './sqlite/sqlite-engine.js';

type ClassOf = new () => object;

/** The tables: what each room contributes. */
export interface DatabaseSchema {
  readonly entities: readonly ClassOf[];
  readonly migrations: readonly ClassOf[];
}

/** What TypeORM needs: never `synchronize`, the schema comes from migrations alone. */
export function dataSourceOptions(
  config: DatabaseConfig,
  clock: Clock,
  { entities, migrations }: DatabaseSchema,
): DataSourceOptions {
  return {
    ...engineOf(config, clock).options,
    entities: [...entities],
    migrations: [CreateDatabaseFunctions1760000000000, ...migrations],
    migrationsTransactionMode: 'all',
    synchronize: false,
  };
}

/**
 * Opens the database and brings its schema up to date, one process at a time.
 *
 * @throws StartRefused with the reason and the remedy
 */
export async function openDatabase(
  config: DatabaseConfig,
  clock: Clock,
  schema: DatabaseSchema,
): Promise<DataSource> {
  const engine = engineOf(config, clock);
  const database = new DataSource(dataSourceOptions(config, clock, schema));
  try {
    const giveBackTurn = await engine.takeMigrationTurn();
    try {
      await database.initialize();
      await database.runMigrations();
      return database;
    } finally {
      await giveBackTurn();
    }
  } catch (cause) {
    if (database.isInitialized) await database.destroy();
    throw engine.refusal(cause);
  }
}

function engineOf({ place }: DatabaseConfig, clock: Clock): DatabaseEngine {
  return place.engine === 'postgres' ? new PostgresEngine(place) : new SqliteEngine(place, clock);
}
