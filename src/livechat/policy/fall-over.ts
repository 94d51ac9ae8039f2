import { type GrantRef, ReauthorizationRequired } from '../../tokens/index.js';

/** Whose token a caller uses. */
export interface ActingGrant {
  readonly grant: GrantRef;
  /** Chooses another grant once that one turned out to be dead, for callers that may act through any. */
  readonly fallback?: () => Promise<GrantRef>;
}

/**
 * The next grant, now that a caller's own is dead.
 *
 * @throws the error itself when it says something else, or when no other grant may take over
 */
export async function grantAfter(error: unknown, { grant, fallback }: ActingGrant): Promise<GrantRef> {
  if (!(error instanceof ReauthorizationRequired) || !fallback) throw error;
  const next = await fallback();
  if (next.id === grant.id) throw error;
  return next;
}
