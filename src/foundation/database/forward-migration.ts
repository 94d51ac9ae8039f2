import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes the schema for good: what it made of the rows cannot be unmade. */
export abstract class ForwardMigration implements MigrationInterface {
  abstract up(runner: QueryRunner): Promise<void>;

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward: restore a backup instead'));
  }
}
