import { randomUUID } from 'node:crypto';
import { type QueryRunner, Table, type TableColumnOptions } from 'typeorm';

import { ForwardMigration } from '../../foundation/index.js';

const id: TableColumnOptions = { name: 'id', type: 'varchar', length: '64', isPrimary: true };
const short = (name: string): TableColumnOptions => ({ name, type: 'varchar', length: '255' });
const long = (name: string): TableColumnOptions => ({ name, type: 'text' });
const moment = (name: string): TableColumnOptions => ({ name, type: 'bigint' });
const count = (name: string): TableColumnOptions => ({ name, type: 'integer' });
const optional = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isNullable: true });

const installations = new Table({
  name: 'installations',
  columns: [
    id,
    short('client_id'),
    short('organization_id'),
    short('state'),
    count('generation'),
    optional(short('default_grant_id')),
    moment('created_at'),
    moment('updated_at'),
  ],
  uniques: [{ name: 'uq_installations_tenant', columnNames: ['client_id', 'organization_id'] }],
});

const grants = new Table({
  name: 'grants',
  columns: [
    id,
    short('client_id'),
    short('organization_id'),
    short('account_id'),
    long('access_token'),
    optional(long('refresh_token')),
    long('scopes'),
    moment('issued_at'),
    moment('expires_at'),
    optional(moment('renewed_at')),
    optional(short('region')),
    short('health'),
    optional(short('health_cause')),
    count('generation'),
    optional(short('lease_owner')),
    optional(moment('lease_until')),
    optional(moment('renewal_started_at')),
    moment('created_at'),
    moment('updated_at'),
  ],
  uniques: [{ name: 'uq_grants_account', columnNames: ['client_id', 'organization_id', 'account_id'] }],
});

const pendingRevocations = new Table({
  name: 'pending_revocations',
  columns: [
    id,
    short('client_id'),
    short('organization_id'),
    short('account_id'),
    long('access_token'),
    optional(long('refresh_token')),
    count('attempts'),
    moment('due_at'),
    moment('created_at'),
  ],
  indices: [{ name: 'ix_pending_revocations_due', columnNames: ['due_at'] }],
});

const databaseIdentity = new Table({ name: 'database_identity', columns: [id] });

/** Installations, grants, the outbox of revocations, and the database's own name. */
export class CreateGrants1768435200000 extends ForwardMigration {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of [installations, grants, pendingRevocations, databaseIdentity]) {
      await runner.createTable(table);
    }
    await runner.manager.insert('database_identity', { id: randomUUID() });
  }
}
