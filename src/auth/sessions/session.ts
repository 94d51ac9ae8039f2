import type { GrantRef } from '../../tokens/index.js';

/** A browser that is signed in. */
export interface Session {
  /** Digest of the cookie's value: names the session without opening it. */
  readonly idDigest: string;
  readonly grant: GrantRef;
  /** Of the installation when the browser signed in. */
  readonly generation: number;
  /** Moves with every request, in memory. */
  idleExpiresAt: number;
  /** What the database has of it: a little less. */
  readonly savedIdleExpiresAt: number;
  readonly expiresAt: number;
}
