import { Injectable } from '@nestjs/common';

import { Log } from '../foundation/index.js';
import { Custody } from './custody.js';
import { GrantObservations, type Observation } from './grants/grant-observations.js';
import { GrantSummaries, type GrantSummary } from './grants/grant-summary.js';
import type { AccessToken, GrantRef, IssuedTokens, UsableToken } from './token-values.js';
import { UsableTokens } from './usable-tokens.js';

/** The only door to grants: whatever happens, a grant is renewed once, and no expired or rejected token gets out. */
@Injectable()
export class TokensService {
  constructor(
    private readonly tokens: UsableTokens,
    private readonly custody: Custody,
    private readonly observations: GrantObservations,
    private readonly summaries: GrantSummaries,
    private readonly log: Log,
  ) {}

  /**
   * An access token that LiveChat accepts, as far as we know. Waits only when the stored one has expired.
   *
   * @throws NotSignedIn, ReauthorizationRequired, FixConfiguration or RenewalUnavailable
   */
  accessTokenFor(grant: GrantRef): Promise<UsableToken> {
    return this.tokens.of(grant);
  }

  /** As `accessTokenFor`, when it is in memory and not yet to be renewed: what nearly every call gets, without waiting. */
  freshTokenFor(grant: GrantRef): UsableToken | undefined {
    return this.tokens.known(grant);
  }

  /**
   * An access token other than the one LiveChat rejected. Asks LiveChat only if that is still the stored one.
   *
   * @throws as {@link accessTokenFor}
   */
  renew(grant: GrantRef, by: { rejected: AccessToken }): Promise<UsableToken> {
    return this.tokens.renewed(grant, by.rejected, { isRejected: true });
  }

  /** Stores a sign-in, makes its installation active, and revokes the pair it replaces. */
  async save(issued: IssuedTokens): Promise<GrantRef> {
    const grant = await this.custody.takeIn(issued);
    this.log.info({ event: 'tokens.saved', ...grant, expiresAt: issued.expiresAt });
    return grant;
  }

  /** Disconnects: the grant is gone when this resolves; LiveChat revokes its pair now or as soon as it answers. */
  async revoke(grant: GrantRef): Promise<void> {
    if (await this.custody.letGo(grant)) this.log.info({ event: 'tokens.disconnected', ...grant });
  }

  /** @throws NotSignedIn when the grant is gone */
  summary(grant: GrantRef): Promise<GrantSummary> {
    return this.summaries.of(grant);
  }

  /** Takes in what LiveChat's answers tell. Costs nothing when it is no news; never throws. */
  observe(grant: GrantRef, seen: Observation): void {
    this.observations.take(grant, seen);
  }
}
