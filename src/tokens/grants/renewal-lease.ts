import type { GrantRef } from '../token-values.js';
import type { RenewalHold } from './grant-store.js';

/**
 * Lets one owner at a time renew a grant, across processes.
 *
 * It lies in the grant's own row and is taken by one conditional statement on the database's clock: nothing is locked
 * while LiveChat is called, and the lease of an owner that died runs out.
 */
export abstract class RenewalLease {
  /** Takes the lease when nobody holds it, or whoever did let it run out. */
  abstract acquire(grant: GrantRef, owner: string): Promise<boolean>;

  /** Gives the owner the full time again; false when the lease is another's by now. */
  abstract extend(grant: GrantRef, owner: string): Promise<boolean>;

  /** Notes, before LiveChat is called, that a renewal is under way; false when the lease or the generation moved on. */
  abstract markStarted(hold: RenewalHold): Promise<boolean>;

  /** Notes that the renewal under way had an outcome, and is not to be settled at the next start. */
  abstract markEnded(hold: RenewalHold): Promise<void>;

  abstract release(grant: GrantRef, owner: string): Promise<void>;

  /** Ends every lease: for the start of a process that knows itself to be the only one. */
  abstract releaseAll(): Promise<void>;
}
