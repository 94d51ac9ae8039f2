import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateUsedReconnectLinks1780000000000 implements MigrationInterface {
  readonly name = 'CreateUsedReconnectLinks1780000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE auth_used_reconnect_links (
      link_id varchar(64) PRIMARY KEY,
      expires_at bigint NOT NULL
    )`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward'));
  }
}
