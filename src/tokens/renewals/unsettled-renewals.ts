import { Injectable } from '@nestjs/common';

import { Log } from '../../foundation/index.js';
import { GrantStore } from '../grants/grant-store.js';
import { WarmGrants } from '../grants/warm-grants.js';
import type { GrantRef } from '../token-values.js';
import { TokenRefresher } from './token-refresher.js';

/**
 * Renews grants whose last renewal began and never ended: the process died between LiveChat's answer and the write.
 *
 * A refresh token that works many times works again. A single-use one is gone, and its grant learns that now, while its
 * access token may still have hours.
 */
@Injectable()
export class UnsettledRenewals {
  private isSettling = false;

  constructor(
    private readonly store: GrantStore,
    private readonly grants: WarmGrants,
    private readonly refresher: TokenRefresher,
    private readonly log: Log,
  ) {}

  /** Not while it is at that already. Never throws: each outcome is logged where it is found. */
  async settle(which: { ofDeadOwners: boolean }): Promise<void> {
    if (this.isSettling) return;
    this.isSettling = true;
    try {
      for (const ref of await this.store.listUnsettled(which)) await this.settleOne(ref);
    } catch (error) {
      this.log.warn({ event: 'tokens.unsettled_renewals_not_read', error });
    } finally {
      this.isSettling = false;
    }
  }

  private async settleOne(ref: GrantRef): Promise<void> {
    this.log.info({ event: 'tokens.unsettled_renewal_found', ...ref });
    try {
      const { grant } = await this.grants.find(ref);
      await this.refresher.renew(ref, { replacing: grant.accessToken, isRejected: false });
    } catch {
      // The renewal has logged it, and the grant's next use tries again.
    }
  }
}
