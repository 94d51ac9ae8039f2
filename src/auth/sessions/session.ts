import type { GrantRef } from '../../tokens/index.js';

/** A browser that is signed in. */
export interface Session {
  /** Digest of the cookie's value: names the session without opening it. */
  readonly idDigest: string;
  readonly grant: GrantRef;
  /** Of the installation when the browser signed in. */
  readonly generation: number;
  readonly idleExpiresAt: number;
  readonly expiresAt: number;
}
