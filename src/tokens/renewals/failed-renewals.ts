import { Injectable } from '@nestjs/common';

import { Log } from '../../foundation/index.js';
import type { TokenEndpointFailure } from '../endpoint/token-endpoint-failure.js';
import { FixConfiguration } from '../errors/fix-configuration.js';
import { RenewalUnavailable } from '../errors/renewal-unavailable.js';
import { CustodyCounts } from '../figures/custody-counts.js';
import type { RenewalHold } from '../grants/grant-store.js';
import { RenewalLease } from '../grants/renewal-lease.js';
import { RenewalCoolDowns } from './cool-downs.js';

/** Renewals that say nothing about their grant: it stays as it is. */
@Injectable()
export class FailedRenewals {
  constructor(
    private readonly coolDowns: RenewalCoolDowns,
    private readonly lease: RenewalLease,
    private readonly counts: CustodyCounts,
    private readonly log: Log,
  ) {}

  /** Begins a cool-down and returns the error for whoever waits. */
  async later(hold: RenewalHold, failure: TokenEndpointFailure): Promise<RenewalUnavailable> {
    const pauseMs = this.coolDowns.afterFailure.begin(hold.grant.id, failure.retryAfterMs);
    this.counts.renewals.transient += 1;
    await this.noted(hold, failure);
    return new RenewalUnavailable(pauseMs, { cause: failure });
  }

  /** Our own client id or secret was refused. Returns the error for whoever waits. */
  async byOurFault(hold: RenewalHold, failure: TokenEndpointFailure): Promise<FixConfiguration> {
    this.counts.renewals.configuration += 1;
    await this.noted(hold, failure);
    return new FixConfiguration({ cause: failure });
  }

  /** Logs the outcome. One that LiveChat answered is not left to be settled at the next start. */
  private async noted(hold: RenewalHold, failure: TokenEndpointFailure): Promise<void> {
    const { kind, error: said, status, requestId } = failure;
    this.log.warn({ event: 'tokens.renewal_failed', ...hold.grant, kind, said, status, requestId });
    if (!failure.outcomeUnknown) await this.lease.markEnded(hold);
  }
}
