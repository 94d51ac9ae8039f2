import type { QueryRunner } from 'typeorm';

import { ForwardMigration } from '../../foundation/index.js';

/** Finds the links that nobody could use any more. */
export class IndexUsedReconnectLinks1795737600001 extends ForwardMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE INDEX auth_used_reconnect_links_by_end ON auth_used_reconnect_links (expires_at)',
    );
  }
}
