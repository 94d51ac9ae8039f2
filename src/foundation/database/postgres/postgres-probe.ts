import type { Pool } from 'pg';

import { type DatabaseConnections, DatabaseProbe } from '../database-probe.js';

export class PostgresProbe extends DatabaseProbe {
  async check(): Promise<void> {
    if (await this.isReadOnly()) {
      throw new Error('The database takes no writes: it is a replica, or was made read-only.');
    }
  }

  get connections(): DatabaseConnections {
    const { master: pool } = this.database.driver as unknown as { readonly master: Pool };
    return { inUse: pool.totalCount - pool.idleCount, waiting: pool.waitingCount };
  }

  private async isReadOnly(): Promise<boolean> {
    try {
      const [row] = await this.database.query<{ readonly transaction_read_only: string }[]>(
        'SHOW transaction_read_only',
      );
      return row?.transaction_read_only !== 'off';
    } catch (cause) {
      throw new Error('The database does not answer.', { cause });
    }
  }
}
