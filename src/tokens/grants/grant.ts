import type { GrantRef, TokenPair } from '../token-values.js';
import type { GrantHealth } from './grant-health.js';

/** The healths a row can hold; the others of {@link GrantHealth} come from elsewhere when a grant is summed up. */
export type StoredHealth = Exclude<GrantHealth, 'fix_configuration' | 'missing_scope' | 'uninstalled'>;

/** A grant as it is stored, its tokens opened. Times are milliseconds since the epoch. */
export interface Grant extends TokenPair {
  readonly ref: GrantRef;
  readonly scopes: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Set when the pair came from a renewal, not from a sign-in. */
  readonly renewedAt?: number;
  readonly region?: string;
  readonly health: StoredHealth;
  /** LiveChat's own word for why it is not `ok`. */
  readonly cause?: string;
  /** Grows with every new pair: what a late writer of an older one is told by. */
  readonly generation: number;
  /** The one that the last sign-in wrote: pairs of one grant since then come of each other. */
  readonly signedInGeneration: number;
  /** Set while a renewal is under way, and left when its outcome is unknown. */
  readonly renewalStartedAt?: number;
}

/** A grant without its tokens, for choosing one. */
export interface GrantListing {
  readonly ref: GrantRef;
  readonly health: StoredHealth;
}
