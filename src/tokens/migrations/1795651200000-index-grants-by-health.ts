import type { QueryRunner } from 'typeorm';

import { ForwardMigration } from '../../foundation/index.js';

/** Counts grants by health from the index alone. Health seldom changes, so that renewals do not pay for it. */
export class IndexGrantsByHealth1795651200000 extends ForwardMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX ix_grants_health ON grants (client_id, health)');
  }
}
