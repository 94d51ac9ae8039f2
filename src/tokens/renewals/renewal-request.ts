import type { Grant } from '../grants/grant.js';
import type { AccessToken } from '../token-values.js';

/** What a renewal is for. */
export interface RenewalRequest {
  /** The access token to get rid of: another one, if still good, is the answer. */
  readonly replacing: AccessToken;
  /** LiveChat refused it: it is not to be used again, even if it has time left. */
  readonly isRejected: boolean;
  /** Asks LiveChat although the configuration alarm is raised, to see whether it still has to be. */
  readonly isProbe?: boolean;
}

/** Whether what is stored makes the renewal needless: somebody else has done it. */
export function isAnswer(stored: Grant, { replacing }: RenewalRequest, now: number): boolean {
  return !stored.accessToken.equals(replacing) && stored.expiresAt > now;
}
