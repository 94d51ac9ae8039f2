import type { QueryRunner } from 'typeorm';

import { ForwardMigration, tellChanges } from '../../foundation/index.js';

const COLUMNS = [
  'previous_secret_digest varchar(255)',
  'previous_until bigint',
  'expires_at bigint',
  'allowed_actions text',
];

/** Keys have a second secret while they are rotated, an end, and a list of what they may call; none so far has any. */
export class LetApiKeysRotateAndExpire1795824000000 extends ForwardMigration {
  async up(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS) await runner.query(`ALTER TABLE auth_api_keys ADD COLUMN ${column}`);
    await tellChanges(runner, 'auth_api_keys', {
      key: ['id'],
      columns: [
        'secret_digest',
        'previous_secret_digest',
        'previous_until',
        'role',
        'organization_id',
        'expires_at',
        'revoked_at',
        'allowed_actions',
      ],
    });
  }
}
