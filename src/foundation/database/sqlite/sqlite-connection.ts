import type { Database } from 'better-sqlite3';
import type { DataSource } from 'typeorm';

/** The one connection beneath TypeORM, for pragmas and for checks that must not interleave with anything. */
export function sqliteConnectionOf(database: DataSource): Database {
  return (database.driver as unknown as { databaseConnection: Database }).databaseConnection;
}
