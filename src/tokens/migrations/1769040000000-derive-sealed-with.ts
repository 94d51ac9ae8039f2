import type { QueryRunner } from 'typeorm';

import { ForwardMigration } from '../../foundation/index.js';

/** The key's id in a sealed text, `v1.<key id>.<…>`; nothing for a text that is not sealed. */
const KEY_IN = {
  sqlite: (text: string) =>
    `CASE WHEN ${text} GLOB 'v1.*.*' THEN substr(${text}, 4, instr(substr(${text}, 4), '.') - 1) ELSE '' END`,
  postgres: (text: string) => `CASE WHEN ${text} LIKE 'v1.%.%' THEN split_part(${text}, '.', 2) ELSE '' END`,
};

/**
 * Lets the database itself say which key each row is sealed with, and find rows by it.
 *
 * Derived from the sealed texts, `sealed_with` cannot be wrong, whichever version of this program wrote the row. A row
 * whose two tokens were sealed with different keys has both, as `new+old`. PostgreSQL rewrites the tables for it, some
 * seconds per million rows; SQLite derives the value when it is asked.
 */
export class DeriveSealedWith1769040000000 extends ForwardMigration {
  async up(runner: QueryRunner): Promise<void> {
    const isPostgres = runner.dataSource.options.type === 'postgres';
    const keyIn = isPostgres ? KEY_IN.postgres : KEY_IN.sqlite;
    const [access, refresh] = [keyIn('access_token'), keyIn('refresh_token')];
    const both = `CASE WHEN refresh_token IS NULL OR ${access} = ${refresh} THEN ${access} ELSE ${access} || '+' || ${refresh} END`;
    const kept = isPostgres ? 'STORED' : 'VIRTUAL';
    for (const table of ['grants', 'pending_revocations']) {
      await runner.query(
        `ALTER TABLE ${table} ADD COLUMN sealed_with varchar(255) GENERATED ALWAYS AS (${both}) ${kept}`,
      );
      await runner.query(`CREATE INDEX ix_${table}_sealed_with ON ${table} (client_id, sealed_with, id)`);
    }
  }
}
