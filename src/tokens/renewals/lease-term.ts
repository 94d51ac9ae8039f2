import type { Clock } from '../../foundation/index.js';
import { LEASE_MS } from '../timings.js';

/**
 * How much of a lease its owner can be sure of.
 *
 * Counted from when the statement that gave it was sent, not from its answer: a database may stall and a process may be
 * stopped in between, and the lease runs all the while.
 */
export class LeaseTerm {
  private isGivenBack = false;

  constructor(
    readonly owner: string,
    private readonly clock: Clock,
    private countedFrom: number,
  ) {}

  /** The lease was given for its full time, by a statement sent then. */
  extended(sentAt: number): void {
    this.countedFrom = Math.max(this.countedFrom, sentAt);
  }

  /** The statement that wrote the renewal's result gave the lease back. */
  endedByWrite(): void {
    this.isGivenBack = true;
  }

  /** Whether nothing is left to give back. */
  get isOver(): boolean {
    return this.isGivenBack;
  }

  /** Whether work that takes so long, begun now, ends before anybody may take over. */
  lastsFor(ms: number): boolean {
    return this.clock.now() + ms <= this.countedFrom + LEASE_MS;
  }
}
