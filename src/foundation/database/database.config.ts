import { z } from 'zod';

import { wholeNumber } from '../settings/setting-types.js';
import { PostgresPlace } from './postgres/postgres-place.js';
import { SqlitePlace } from './sqlite/sqlite-place.js';

const POOL_SIZE = 10;

export const databaseEnv = {
  DATABASE_URL: z
    .string()
    .refine((url) => SqlitePlace.isNamedBy(url) || PostgresPlace.isNamedBy(url), {
      error:
        'must be sqlite:<file>, for example sqlite:data/livechat.sqlite, or postgres://<user>:<password>@<host>/<database> with special characters percent-encoded',
    })
    .optional()
    .describe(
      '`sqlite:` and a file, relative to the working directory or absolute, or `sqlite::memory:`: for one server process; the command line may work beside it. `postgres://…` for any number of them.',
    )
    .meta({ defaultText: 'sqlite:{DATA_DIR}/livechat.sqlite' }),
  DATABASE_POOL_SIZE: wholeNumber({ min: 2, max: 200, by: POOL_SIZE }).describe(
    'How many connections to PostgreSQL one server keeps at most, beside one that listens for changes.',
  ),
};

/** The database's place. */
export class DatabaseConfig {
  readonly place: SqlitePlace | PostgresPlace;

  constructor(url: string, poolSize = POOL_SIZE) {
    this.place = PostgresPlace.isNamedBy(url) ? new PostgresPlace(url, poolSize) : new SqlitePlace(url);
  }
}
