import type { GrantHealth } from './grant-health.js';

/** What people and programs may know of a grant. */
export interface GrantSummary {
  readonly scopes: readonly string[];
  readonly health: GrantHealth;
  /** Why it is not `ok`, as a sentence. */
  readonly cause?: string;
  /** What to do about it, as a sentence. */
  readonly action?: string;
  /** Of the access token, in milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly region?: string;
}
