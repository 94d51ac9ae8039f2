import { Injectable } from '@nestjs/common';

import { Clock } from '../foundation/index.js';
import { RenewalUnavailable } from './errors/renewal-unavailable.js';
import type { WarmGrant } from './grants/custody-cache.js';
import { GrantMarks } from './grants/grant-marks.js';
import { WarmGrants } from './grants/warm-grants.js';
import { RenewalCoolDowns } from './renewals/cool-downs.js';
import { TokenRefresher } from './renewals/token-refresher.js';
import type { AccessToken, GrantRef, UsableToken } from './token-values.js';

/** Hands out access tokens: from memory while they are fresh, renewed ahead of time or on demand. */
@Injectable()
export class UsableTokens {
  constructor(
    private readonly grants: WarmGrants,
    private readonly refresher: TokenRefresher,
    private readonly marks: GrantMarks,
    private readonly coolDowns: RenewalCoolDowns,
    private readonly clock: Clock,
  ) {}

  /** The token, when memory alone can tell that it is good and not yet to be renewed. */
  known(ref: GrantRef): UsableToken | undefined {
    const warm = this.grants.peek(ref);
    return warm && this.isFresh(warm) ? warm.usable : undefined;
  }

  async of(ref: GrantRef): Promise<UsableToken> {
    const warm = this.grants.peek(ref) ?? (await this.grants.find(ref));
    if (this.isFresh(warm)) return warm.usable;
    const { grant, usable, isRejected } = warm;
    if (grant.health === 'reauthorization_required') throw this.marks.reauthorizationRequired(ref);

    if (isRejected) return this.renewed(ref, grant.accessToken, { isRejected });
    if (this.clock.now() >= grant.expiresAt)
      return this.renewed(ref, grant.accessToken, { isRejected: false });
    // A degraded grant's refresh token is known to be refused: it is asked for once more when nothing else is left.
    if (grant.health !== 'degraded') this.refresher.renewInBackground(ref, grant.accessToken);
    return usable;
  }

  async renewed(
    ref: GrantRef,
    replacing: AccessToken,
    { isRejected }: { isRejected: boolean },
  ): Promise<UsableToken> {
    if (isRejected) this.rejected(ref, replacing);
    const warm = await this.refresher.renew(ref, { replacing, isRejected });
    if (warm.isRejected) return this.renewed(ref, warm.grant.accessToken, { isRejected: true });
    return warm.usable;
  }

  /**
   * From now on the token is not handed out, unless it has just been renewed because of a refusal, and LiveChat has taken
   * it since: then it is the call that is refused, and other calls go on.
   *
   * @throws RenewalUnavailable in that case
   */
  private rejected(ref: GrantRef, token: AccessToken): void {
    const pauseMs = this.coolDowns.afterRejection.remainingMs(ref.id);
    if (pauseMs > 0 && this.grants.isProven(ref, token)) throw new RenewalUnavailable(pauseMs);
    this.grants.reject(ref, token);
  }

  private isFresh({ grant, isRejected, renewAt }: WarmGrant): boolean {
    return !isRejected && grant.health !== 'reauthorization_required' && this.clock.now() < renewAt;
  }
}
