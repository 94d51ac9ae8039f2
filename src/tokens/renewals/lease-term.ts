import type { Clock } from '../../foundation/index.js';
import { LEASE_MS } from '../timings.js';

/**
 * How much of a lease its owner can be sure of.
 *
 * Counted from when the statement that gave it was sent, not from its answer: a database may stall and a process may be
 * stopped in between, and the lease runs all the while.
 */
export class LeaseTerm {
  constructor(
    readonly owner: string,
    private readonly clock: Clock,
    private countedFrom: number,
  ) {}

  /** The lease was given for its full time, by a statement sent then. */
  extended(sentAt: number): void {
    this.countedFrom = Math.max(this.countedFrom, sentAt);
  }

  /** Whether work that takes so long, begun now, ends before anybody may take over. */
  lastsFor(ms: number): boolean {
    return this.clock.now() + ms <= this.countedFrom + LEASE_MS;
  }
}
