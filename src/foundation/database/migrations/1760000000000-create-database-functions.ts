import type { QueryRunner } from 'typeorm';

import { ForwardMigration } from '../forward-migration.js';
import { CREATE_TELL_CHANGE } from '../postgres/tell-changes.js';

/** The database's clock. SQLite has it on each connection. */
const CREATE_NOW_MS = `
  CREATE FUNCTION now_ms() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint
  $$`;

/** What PostgreSQL needs to do what we expect of every database. */
export class CreateDatabaseFunctions1760000000000 extends ForwardMigration {
  async up(runner: QueryRunner): Promise<void> {
    if (runner.dataSource.options.type !== 'postgres') return;
    await runner.query(CREATE_NOW_MS);
    await runner.query(CREATE_TELL_CHANGE);
  }
}
