import type { QueryRunner } from 'typeorm';

import { ForwardMigration, tellChanges } from '../../foundation/index.js';

/** Replicas hear of what the others do to grants and installations; a lease alone is no news. */
export class TellOfGrants1795564800000 extends ForwardMigration {
  async up(runner: QueryRunner): Promise<void> {
    await tellChanges(runner, 'grants', {
      key: ['id', 'organization_id'],
      columns: ['generation', 'health', 'health_cause', 'region'],
    });
    await tellChanges(runner, 'installations', {
      key: ['organization_id'],
      columns: ['state', 'generation', 'default_grant_id'],
    });
  }
}
