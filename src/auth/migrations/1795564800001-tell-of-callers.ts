import type { MigrationInterface, QueryRunner } from 'typeorm';

import { tellChanges } from '../../foundation/index.js';

/** Replicas hear when a session ends and when an API key changes; that one was used is no news. */
export class TellOfCallers1795564800001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await tellChanges(runner, 'auth_sessions', { key: ['id_digest'], columns: ['grant_id', 'generation'] });
    await tellChanges(runner, 'auth_api_keys', {
      key: ['id'],
      columns: ['secret_digest', 'role', 'organization_id', 'revoked_at'],
    });
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward: restore a backup instead'));
  }
}
