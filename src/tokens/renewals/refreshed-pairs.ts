import { Injectable } from '@nestjs/common';

import { Log } from '../../foundation/index.js';
import { CustodyCounts } from '../figures/custody-counts.js';
import { type GivenTokens, TokenEndpoint } from '../endpoint/token-endpoint.js';
import { TokenEndpointFailure } from '../endpoint/token-endpoint-failure.js';
import { GrantSealing } from '../grants/grant-sealing.js';
import type { RenewalHold, RenewedPair } from '../grants/grant-store.js';
import type { Grant } from '../grants/grant.js';
import { RevocationOutbox } from '../revocations/revocation-outbox.js';
import type { LeaseTerm } from './lease-term.js';
import { PairWriter } from './pair-writer.js';

/** Either a new pair, sealed at once, or why there is none. */
export type Refreshed = { readonly pair: RenewedPair } | { readonly failure: TokenEndpointFailure };

/** Gets new pairs from LiveChat, and makes sure that each is written or revoked. */
@Injectable()
export class RefreshedPairs {
  constructor(
    private readonly endpoint: TokenEndpoint,
    private readonly sealing: GrantSealing,
    private readonly writer: PairWriter,
    private readonly outbox: RevocationOutbox,
    private readonly counts: CustodyCounts,
    private readonly log: Log,
  ) {}

  /** Asks LiveChat only while the lease outlasts the call: another owner may have used the refresh token since. */
  async obtain(grant: Grant, term: LeaseTerm): Promise<Refreshed> {
    // A sign-in may have come without one: such a grant ends with its access token.
    if (!grant.refreshToken) return { failure: noRefreshToken() };
    try {
      const given = await this.endpoint.refresh(grant.refreshToken, (ms) => term.lastsFor(ms));
      return this.isForeign(grant, given) ? { failure: foreignPair() } : { pair: this.sealed(grant, given) };
    } catch (error) {
      if (error instanceof TokenEndpointFailure) return { failure: error };
      throw error;
    }
  }

  /** False when it is not written: the grant has moved on, and the pair is revoked; or it is left in the spool. */
  async keep(hold: RenewalHold, pair: RenewedPair): Promise<boolean> {
    const outcome = await this.writer.write(hold, pair);
    if (outcome === 'written') {
      this.counts.renewals.renewed += 1;
      this.log.info({ event: 'tokens.renewed', ...hold.grant, expiresAt: pair.expiresAt });
      return true;
    }
    if (outcome === 'lost') await this.discard(hold, pair);
    return false;
  }

  private async discard({ grant, generation }: RenewalHold, pair: RenewedPair): Promise<void> {
    this.counts.renewals.discarded += 1;
    this.log.warn({ event: 'tokens.renewed_pair_discarded', ...grant });
    await this.outbox.revokeSoon([await this.outbox.add({ ref: grant, generation, pair })]);
  }

  private sealed(grant: Grant, given: GivenTokens): RenewedPair {
    return {
      ...this.sealing.seal(grant.ref, given),
      scopes: given.scopes ?? grant.scopes,
      issuedAt: given.issuedAt,
      expiresAt: given.expiresAt,
    };
  }

  /** Another tenant's token must never be stored, whatever LiveChat meant by it. */
  private isForeign({ ref }: Grant, { organizationId, accountId }: GivenTokens): boolean {
    const isForeign =
      (organizationId !== undefined && organizationId !== ref.organizationId.toLowerCase()) ||
      (accountId !== undefined && accountId !== ref.accountId.toLowerCase());
    if (isForeign)
      this.log.error({ event: 'tokens.foreign_pair_refused', ...ref, organizationId, accountId });
    return isForeign;
  }
}

function foreignPair(): TokenEndpointFailure {
  return new TokenEndpointFailure('transient', { error: 'foreign_pair' });
}

function noRefreshToken(): TokenEndpointFailure {
  return new TokenEndpointFailure('permanent', { error: 'no_refresh_token' });
}
