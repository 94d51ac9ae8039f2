import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';

import { Clock, Log } from '../../foundation/index.js';
import { RenewalLease } from '../grants/renewal-lease.js';
import { LEASE_HEARTBEAT_MS } from '../timings.js';
import type { GrantRef } from '../token-values.js';

/** Does work while a grant's lease is held, and keeps it from running out. */
@Injectable()
export class HeldLease {
  constructor(
    private readonly lease: RenewalLease,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** What the work returns; undefined, without doing it, when another owner holds the lease. */
  async during<Result>(
    grant: GrantRef,
    work: (owner: string) => Promise<Result>,
  ): Promise<Result | undefined> {
    const owner = randomUUID();
    if (!(await this.lease.acquire(grant, owner))) return undefined;
    const stop = this.clock.every(LEASE_HEARTBEAT_MS, () => {
      void this.attempt('extend', grant, owner);
    });
    try {
      return await work(owner);
    } finally {
      stop();
      await this.attempt('release', grant, owner);
    }
  }

  /** A lease that cannot be extended or released runs out by itself: whoever wrote by then lost. */
  private async attempt(step: 'extend' | 'release', grant: GrantRef, owner: string): Promise<void> {
    try {
      await this.lease[step](grant, owner);
    } catch (error) {
      this.log.warn({ event: 'tokens.lease_failed', step, grant: grant.id, error });
    }
  }
}
