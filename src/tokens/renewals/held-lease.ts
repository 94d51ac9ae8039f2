import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';

import { Clock, Log } from '../../foundation/index.js';
import { RenewalLease } from '../grants/renewal-lease.js';
import { LEASE_HEARTBEAT_MS } from '../timings.js';
import type { GrantRef } from '../token-values.js';
import { LeaseTerm } from './lease-term.js';

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
    work: (term: LeaseTerm) => Promise<Result>,
  ): Promise<Result | undefined> {
    const owner = randomUUID();
    const term = new LeaseTerm(owner, this.clock, this.clock.now());
    if (!(await this.lease.acquire(grant, owner))) return undefined;
    const stop = this.clock.every(LEASE_HEARTBEAT_MS, () => {
      void this.attempt('extend', grant, () => this.extend(grant, term));
    });
    try {
      return await work(term);
    } finally {
      stop();
      if (!term.isOver) await this.attempt('release', grant, () => this.lease.release(grant, owner));
    }
  }

  private async extend(grant: GrantRef, term: LeaseTerm): Promise<void> {
    const sentAt = this.clock.now();
    if (await this.lease.extend(grant, term.owner)) term.extended(sentAt);
  }

  /** A lease that cannot be extended or released runs out by itself: whoever wrote by then lost. */
  private async attempt(
    step: 'extend' | 'release',
    grant: GrantRef,
    statement: () => Promise<void>,
  ): Promise<void> {
    try {
      await statement();
    } catch (error) {
      this.log.warn({ event: 'tokens.lease_failed', step, grant: grant.id, error });
    }
  }
}
