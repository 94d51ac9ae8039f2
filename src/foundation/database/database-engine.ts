import type { DataSourceOptions } from 'typeorm';

import type { StartRefused } from './start-refused.js';

/** What SQLite and PostgreSQL do each in their own way before a database is open. */
export interface DatabaseEngine {
  readonly options: DataSourceOptions;

  /** Waits until no other process changes the schema; the returned function lets the next one in. */
  takeMigrationTurn(): Promise<() => Promise<void>>;

  /** Why the database cannot be used, and what to do about it, for the person who starts the server. */
  refusal(cause: unknown): StartRefused;
}
