import type { QueryRunner } from 'typeorm';

import { ForwardMigration } from '../../foundation/index.js';

/** Finds the few grants that are being renewed among all the others, at a start and twice a minute. */
export class IndexRenewalsUnderWay1795564800002 extends ForwardMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE INDEX ix_grants_renewing ON grants (client_id, created_at, id) WHERE renewal_started_at IS NOT NULL',
    );
    await runner.query('CREATE INDEX ix_grants_leased ON grants (client_id) WHERE lease_owner IS NOT NULL');
  }
}
