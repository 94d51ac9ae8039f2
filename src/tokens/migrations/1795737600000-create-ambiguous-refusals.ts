import { type QueryRunner, Table } from 'typeorm';

import { ForwardMigration, tellChanges } from '../../foundation/index.js';

const ambiguousRefusals = new Table({
  name: 'ambiguous_refusals',
  columns: [
    { name: 'grant_id', type: 'varchar', length: '64', isPrimary: true },
    { name: 'client_id', type: 'varchar', length: '255' },
    { name: 'organization_id', type: 'varchar', length: '255' },
    { name: 'account_id', type: 'varchar', length: '255' },
    { name: 'refused_at', type: 'bigint' },
  ],
});

/** Refusals that one grant alone cannot explain, so that replicas count them together; few, and seldom any. */
export class CreateAmbiguousRefusals1795737600000 extends ForwardMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(ambiguousRefusals);
    await tellChanges(runner, 'ambiguous_refusals', { key: ['grant_id'], columns: ['refused_at'] });
  }
}
