import type { QueryRunner } from 'typeorm';

import { ForwardMigration, tellChanges } from '../../foundation/index.js';

/** Replicas hear when a session ends and when an API key changes; that one was used is no news. */
export class TellOfCallers1795564800001 extends ForwardMigration {
  async up(runner: QueryRunner): Promise<void> {
    await tellChanges(runner, 'auth_sessions', { key: ['id_digest'], columns: ['grant_id', 'generation'] });
    await tellChanges(runner, 'auth_api_keys', {
      key: ['id'],
      columns: ['secret_digest', 'role', 'organization_id', 'revoked_at'],
    });
  }
}
