import { Client, type ClientConfig } from 'pg';
import type { DataSourceOptions } from 'typeorm';

import type { DatabaseEngine } from '../database-engine.js';
import type { StartRefused } from '../start-refused.js';
import { PoolClient } from './pool-client.js';
import type { PostgresPlace } from './postgres-place.js';
import { postgresRefusal } from './postgres-refusal.js';

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;
const LOCK_TIMEOUT_MS = 5_000;
/** The server ends a slow statement itself; this ends one whose server is gone without a word. */
const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 2_000;

const MIGRATION_TURN_TIMEOUT_MS = 120_000;
/** Any number that nobody else takes as an advisory lock in this database: the letters `lcab`. */
const MIGRATION_LOCK = 0x6c636162;

export class PostgresEngine implements DatabaseEngine {
  constructor(private readonly place: PostgresPlace) {}

  get options(): DataSourceOptions {
    return {
      type: 'postgres',
      poolSize: this.place.poolSize,
      installExtensions: false,
      poolErrorHandler: () => undefined, // an idle connection that broke is replaced; one in use tells its user
      extra: {
        ...connectionTo(this.place),
        Client: PoolClient,
        statement_timeout: STATEMENT_TIMEOUT_MS,
        lock_timeout: LOCK_TIMEOUT_MS,
        idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
        query_timeout: ANSWER_TIMEOUT_MS,
      },
    };
  }

  /** A lock of the transaction, not of the session: those do not work through every pooler. */
  async takeMigrationTurn(): Promise<() => Promise<void>> {
    const turn = new Client(connectionTo(this.place));
    turn.on('error', () => undefined); // whoever has the turn sees the database fail too
    await turn.connect();
    try {
      await turn.query('BEGIN');
      await turn.query(`SET LOCAL lock_timeout = ${MIGRATION_TURN_TIMEOUT_MS}`);
      await turn.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    } catch (error) {
      await turn.end();
      throw error;
    }
    return () => turn.end();
  }

  refusal(cause: unknown): StartRefused {
    return postgresRefusal(this.place.label, cause);
  }
}

/** For the pool, and for each connection beside it. */
export function connectionTo({ url }: PostgresPlace): ClientConfig {
  return {
    connectionString: url.reveal(),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'livechat-app-backend',
    keepAlive: true,
  };
}
