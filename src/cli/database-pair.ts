import { existsSync } from 'node:fs';
import type { DataSource } from 'typeorm';

import { databaseSchema } from '../app.module.js';
import {
  type DatabaseConfig,
  openDatabase,
  type SqlitePlace,
  SqliteServerLock,
  StartRefused,
  SystemClock,
} from '../foundation/index.js';
import { releaseEveryLease } from '../tokens/index.js';

interface Pair<Side> {
  readonly source: Side;
  readonly target: Side;
}

const IN_USE = 'Stop it, then run this again: what it writes meanwhile would be missing in the copy.';

/**
 * Opens an SQLite database that no server uses, and a PostgreSQL database, both with their schema up to date.
 *
 * No server can start on the SQLite file meanwhile.
 *
 * @throws StartRefused with the reason and the remedy
 */
export async function withDatabasePair<Result>(
  { source, target }: Pair<DatabaseConfig>,
  work: (pair: Pair<DataSource>) => Promise<Result>,
): Promise<Result> {
  assertPossible({ source, target });
  const lock = SqliteServerLock.take(source, IN_USE);
  try {
    return await withDatabase(source, async (opened) => {
      await releaseEveryLease(opened);
      return withDatabase(target, (openedTarget) => work({ source: opened, target: openedTarget }));
    });
  } finally {
    lock.onApplicationShutdown();
  }
}

function assertPossible({ source, target }: Pair<DatabaseConfig>): void {
  if (target.place.engine !== 'postgres')
    throw new StartRefused('DATABASE_URL must name the PostgreSQL database to copy to: postgres://…');
  const { path } = source.place as SqlitePlace;
  if (!existsSync(path))
    throw new StartRefused(`There is no SQLite database at ${path}. Name it with --from.`);
}

async function withDatabase<Result>(
  config: DatabaseConfig,
  work: (opened: DataSource) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase(config, new SystemClock(), databaseSchema);
  try {
    return await work(database);
  } finally {
    await database.destroy();
  }
}
