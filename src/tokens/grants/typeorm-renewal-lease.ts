import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Raw, Repository } from 'typeorm';

import { LEASE_MS } from '../timings.js';
import type { GrantRef } from '../token-values.js';
import { TokensConfig } from '../tokens.config.js';
import type { RenewalHold } from './grant-store.js';
import { GrantRow } from './grant.entity.js';
import { RenewalLease } from './renewal-lease.js';

/** The database's clock, not a replica's: `now_ms()` is there on every database we support. */
const NOW = 'now_ms()';
const FULL_TERM = `${NOW} + ${LEASE_MS}`;
/** In the words of the index on it, or SQLite does not see that it fits. */
const IS_HELD = Raw((owner) => `${owner} IS NOT NULL`);

@Injectable()
export class TypeOrmRenewalLease extends RenewalLease {
  constructor(
    @InjectRepository(GrantRow) private readonly rows: Repository<GrantRow>,
    private readonly config: TokensConfig,
  ) {
    super();
  }

  async acquire(grant: GrantRef, owner: string): Promise<boolean> {
    const taken = await this.rows
      .createQueryBuilder()
      .update()
      .set({ leaseOwner: owner, leaseUntil: () => FULL_TERM })
      .where(this.whereIs(grant))
      .andWhere(`(lease_owner IS NULL OR lease_until <= ${NOW})`)
      .execute();
    return taken.affected === 1;
  }

  async extend(grant: GrantRef, owner: string): Promise<boolean> {
    const extended = await this.rows
      .createQueryBuilder()
      .update()
      .set({ leaseUntil: () => FULL_TERM })
      .where({ ...this.whereIs(grant), leaseOwner: owner })
      .execute();
    return extended.affected === 1;
  }

  async markStarted({ grant, owner, generation }: RenewalHold): Promise<boolean> {
    const marked = await this.rows
      .createQueryBuilder()
      .update()
      .set({ renewalStartedAt: () => NOW })
      .where({ ...this.whereIs(grant), leaseOwner: owner, generation })
      .execute();
    return marked.affected === 1;
  }

  async markEnded({ grant, owner, generation }: RenewalHold): Promise<void> {
    await this.rows.update(
      { ...this.whereIs(grant), leaseOwner: owner, generation },
      { renewalStartedAt: null },
    );
  }

  async release(grant: GrantRef, owner: string): Promise<void> {
    await this.rows.update(
      { ...this.whereIs(grant), leaseOwner: owner },
      { leaseOwner: null, leaseUntil: null },
    );
  }

  async releaseAll(): Promise<void> {
    await this.rows.update(
      { clientId: this.config.clientId, leaseOwner: IS_HELD },
      { leaseOwner: null, leaseUntil: null },
    );
  }

  private whereIs({ id, organizationId, accountId }: GrantRef) {
    return { id, organizationId, accountId, clientId: this.config.clientId };
  }
}
