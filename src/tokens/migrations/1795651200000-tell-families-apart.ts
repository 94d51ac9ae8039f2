import type { QueryRunner } from 'typeorm';

import { ForwardMigration } from '../../foundation/index.js';

/**
 * Lets a pair that is to be revoked be told from the ancestors of the pair that its grant holds.
 *
 * What came of a grant's sign-ins before this counts as one family: nothing that was noted before names its grant.
 */
export class TellFamiliesApart1795651200000 extends ForwardMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE grants ADD COLUMN signed_in_generation integer NOT NULL DEFAULT 1');
    await runner.query('ALTER TABLE pending_revocations ADD COLUMN grant_id varchar(64)');
    await runner.query('ALTER TABLE pending_revocations ADD COLUMN generation integer');
  }
}
