import type { DataSource } from 'typeorm';

import { GrantRow } from './grant.entity.js';

/** For a database that no server uses, whichever client a grant is of: whoever held a lease is gone. */
export async function releaseEveryLease(database: DataSource): Promise<void> {
  await database
    .createQueryBuilder()
    .update(GrantRow)
    .set({ leaseOwner: null, leaseUntil: null })
    .where('lease_owner IS NOT NULL')
    .execute();
}
