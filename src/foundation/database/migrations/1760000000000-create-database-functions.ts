import type { MigrationInterface, QueryRunner } from 'typeorm';

import { CREATE_TELL_CHANGE } from '../postgres/tell-changes.js';

/** The database's clock. SQLite has it on each connection. */
const CREATE_NOW_MS = `
  CREATE FUNCTION now_ms() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint
  $$`;

/** What PostgreSQL needs to do what we expect of every database. */
export class CreateDatabaseFunctions1760000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    if (runner.dataSource.options.type !== 'postgres') return;
    await runner.query(CREATE_NOW_MS);
    await runner.query(CREATE_TELL_CHANGE);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward: restore a backup instead'));
  }
}
