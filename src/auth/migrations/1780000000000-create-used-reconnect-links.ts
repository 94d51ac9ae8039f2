import type { QueryRunner } from 'typeorm';

import { ForwardMigration } from '../../foundation/index.js';

export class CreateUsedReconnectLinks1780000000000 extends ForwardMigration {
  readonly name = 'CreateUsedReconnectLinks1780000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE auth_used_reconnect_links (
      link_id varchar(64) PRIMARY KEY,
      expires_at bigint NOT NULL
    )`);
  }
}
