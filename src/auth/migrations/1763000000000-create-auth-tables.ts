import type { QueryRunner } from 'typeorm';

import { ForwardMigration } from '../../foundation/index.js';

export class CreateAuthTables1763000000000 extends ForwardMigration {
  readonly name = 'CreateAuthTables1763000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [...SESSIONS, ...CONSUMED_STATES, API_KEYS]) await queryRunner.query(statement);
  }
}

const SESSIONS = [
  `CREATE TABLE auth_sessions (
    id_digest varchar(64) PRIMARY KEY,
    organization_id varchar(255) NOT NULL,
    account_id varchar(255) NOT NULL,
    grant_id varchar(255) NOT NULL,
    generation integer NOT NULL,
    created_at bigint NOT NULL,
    idle_expires_at bigint NOT NULL,
    expires_at bigint NOT NULL
  )`,
  'CREATE INDEX auth_sessions_by_account ON auth_sessions (organization_id, account_id)',
  'CREATE INDEX auth_sessions_by_end ON auth_sessions (idle_expires_at)',
];

const CONSUMED_STATES = [
  `CREATE TABLE auth_consumed_states (
    state_digest varchar(64) PRIMARY KEY,
    consumed_at bigint NOT NULL
  )`,
  'CREATE INDEX auth_consumed_states_by_age ON auth_consumed_states (consumed_at)',
];

const API_KEYS = `CREATE TABLE auth_api_keys (
    id varchar(64) PRIMARY KEY,
    secret_digest varchar(255) NOT NULL,
    role varchar(255) NOT NULL,
    organization_id varchar(255),
    name varchar(255),
    created_at bigint NOT NULL,
    last_used_at bigint,
    revoked_at bigint
  )`;
