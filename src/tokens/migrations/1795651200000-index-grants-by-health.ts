import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counts grants by health from the index alone. Health seldom changes, so that renewals do not pay for it. */
export class IndexGrantsByHealth1795651200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX ix_grants_health ON grants (client_id, health)');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward: restore a backup instead'));
  }
}
