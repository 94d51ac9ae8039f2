import type { AccountRef, GrantRef, IssuedTokens } from '../token-values.js';
import type { Grant, GrantListing, StoredHealth } from './grant.js';
import type { SealedPair } from './grant-sealing.js';

/** The right to write one renewal's result: the lease's owner, and the generation it read inside the lease. */
export interface RenewalHold {
  readonly grant: GrantRef;
  readonly owner: string;
  readonly generation: number;
}

/** A grant as it lies in its row. */
export interface SealedGrant {
  readonly ref: GrantRef;
  readonly generation: number;
  readonly pair: SealedPair;
}

/** A renewal's result, sealed. A refresh token of `null` keeps the stored one. */
export interface RenewedPair extends SealedPair {
  readonly scopes: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface HealthMark {
  readonly health: StoredHealth;
  readonly cause?: string;
}

/**
 * Where grants lie. Each method is one statement, or several in an order that a crash cannot corrupt.
 *
 * A grant is found by its id *and* its tenant, and only under our own client id.
 */
export abstract class GrantStore {
  abstract find(ref: GrantRef): Promise<Grant | undefined>;

  abstract findByAccount(account: AccountRef): Promise<Grant | undefined>;

  /** An account's grant with its tokens still sealed: they may not even open. */
  abstract findSealed(account: AccountRef): Promise<SealedGrant | undefined>;

  /** The oldest first. */
  abstract listOf(organizationId: string): Promise<readonly GrantListing[]>;

  /** The grant after `id` that can be renewed, else the first one: for going round all of them. */
  abstract nextRenewable(id: string): Promise<Grant | undefined>;

  /**
   * Grants whose renewal began and never ended, and that nobody renews now; or only those whose owner let the lease run
   * out, because it died.
   */
  abstract listUnsettled(which?: { ofDeadOwners: boolean }): Promise<readonly GrantRef[]>;

  /** Inserts an account's first grant; undefined when it has one by now. */
  abstract insert(issued: IssuedTokens): Promise<GrantRef | undefined>;

  /** Puts a sign-in's tokens in place of `superseded`; false when that is no longer what is stored. Ends any lease. */
  abstract replace(superseded: SealedGrant, issued: IssuedTokens): Promise<boolean>;

  /** Writes a renewal's result and ends the lease; false when the row has moved on, or another holds the lease. */
  abstract writeRenewed(hold: RenewalHold, pair: RenewedPair): Promise<boolean>;

  /** Marks what a renewal found out; false as {@link writeRenewed}. */
  abstract markHeld(hold: RenewalHold, mark: HealthMark): Promise<boolean>;

  /** Marks what was seen from outside a renewal, unless the health is no longer one of `from`. */
  abstract mark(ref: GrantRef, mark: HealthMark, from: readonly StoredHealth[]): Promise<boolean>;

  abstract rememberRegion(ref: GrantRef, region: string): Promise<void>;

  /** False when that is no longer what is stored. */
  abstract delete(grant: SealedGrant): Promise<boolean>;
}
