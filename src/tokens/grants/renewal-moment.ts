import { sha256 } from '../../foundation/index.js';
import { RENEWAL_SPREAD } from '../timings.js';
import type { Grant } from './grant.js';

/**
 * When a grant is renewed in the background: `renewBeforeExpiryMs` before its token expires, and up to a tenth of that
 * earlier, by grant, so that grants which expire together do not renew together.
 *
 * A pair that came from a renewal lives through half of its time first: LiveChat may hand out tokens that live no
 * longer than the window, and renewing those at once would never end.
 */
export function renewalMomentOf(grant: Grant, renewBeforeExpiryMs: number): number {
  const planned = grant.expiresAt - renewBeforeExpiryMs * (1 + RENEWAL_SPREAD * spreadOf(grant.ref.id));
  if (grant.renewedAt === undefined) return planned;
  return Math.max(planned, (grant.issuedAt + grant.expiresAt) / 2);
}

/** The same from 0 up to 1 for the same grant, on every replica. */
function spreadOf(grantId: string): number {
  return sha256(grantId).readUInt32BE(0) / 2 ** 32;
}
