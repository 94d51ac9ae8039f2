import { type QueryRunner, Table } from 'typeorm';

import { ForwardMigration } from '../../foundation/index.js';

const CAUSES = ['first', 'authentication', 'misdirected_request', 'reset_read'];

const spend = new Table({
  name: 'livechat_spend',
  columns: [
    { name: 'id', type: 'varchar', length: '64', isPrimary: true },
    { name: 'month', type: 'varchar', length: '255' },
    { name: 'organization_id', type: 'varchar', length: '255' },
    ...CAUSES.map((name) => ({ name, type: 'bigint' })),
  ],
  indices: [{ name: 'livechat_spend_by_month', columnNames: ['month'] }],
});

const writers = new Table({
  name: 'livechat_spend_writers',
  columns: [
    { name: 'id', type: 'varchar', length: '64', isPrimary: true },
    { name: 'batch', type: 'bigint' },
    { name: 'written_at', type: 'bigint' },
  ],
  indices: [{ name: 'livechat_spend_writers_by_end', columnNames: ['written_at'] }],
});

/** Requests that went to LiveChat, by organization, month and cause. */
export class CreateSpend1795824000000 extends ForwardMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(spend);
    await runner.createTable(writers);
  }
}
