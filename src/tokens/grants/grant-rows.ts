import type { GrantRef, IssuedTokens, TokenPair } from '../token-values.js';
import type { SealedPair } from './grant-sealing.js';
import type { GrantRow } from './grant.entity.js';
import type { Grant } from './grant.js';

/** Between rows and what they mean. */

export function refOf({ id, organizationId, accountId }: GrantRow): GrantRef {
  return { id, organizationId, accountId };
}

export function grantFrom(row: GrantRow, pair: TokenPair): Grant {
  return {
    ref: refOf(row),
    ...pair,
    scopes: row.scopes === '' ? [] : row.scopes.split(','),
    issuedAt: row.issuedAt,
    expiresAt: row.expiresAt,
    renewedAt: row.renewedAt ?? undefined,
    region: row.region ?? undefined,
    health: row.health,
    cause: row.healthCause ?? undefined,
    generation: row.generation,
    signedInGeneration: row.signedInGeneration,
    renewalStartedAt: row.renewalStartedAt ?? undefined,
  };
}

/** A sign-in starts afresh: healthy, and in no region until LiveChat names one. */
export function columnsOfSignIn(issued: IssuedTokens, sealed: SealedPair) {
  return {
    ...sealed,
    scopes: issued.scopes.join(','),
    issuedAt: issued.issuedAt,
    expiresAt: issued.expiresAt,
    renewedAt: null as number | null,
    region: null as string | null,
    health: 'ok' as const,
    healthCause: null as string | null,
  };
}
