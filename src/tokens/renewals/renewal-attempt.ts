import { Injectable } from '@nestjs/common';

import { Clock } from '../../foundation/index.js';
import { GrantStore, type RenewalHold } from '../grants/grant-store.js';
import { RenewalLease } from '../grants/renewal-lease.js';
import type { GrantRef } from '../token-values.js';
import type { LeaseTerm } from './lease-term.js';
import { RefreshedPairs } from './refreshed-pairs.js';
import { RefusalReview } from './refusal-review.js';
import { isAnswer, type RenewalRequest } from './renewal-request.js';
import { SpooledPairs } from './spooled-pairs.js';

/** One renewal, inside the lease: read again, note it, ask LiveChat, write, and only then hand out. */
@Injectable()
export class RenewalAttempt {
  constructor(
    private readonly store: GrantStore,
    private readonly lease: RenewalLease,
    private readonly pairs: RefreshedPairs,
    private readonly review: RefusalReview,
    private readonly spooled: SpooledPairs,
    private readonly clock: Clock,
  ) {}

  /**
   * Whether the row now has a token to use, for who reads it again. False when it moved on meanwhile, and another attempt is
   * due.
   *
   * @throws RenewalUnavailable, FixConfiguration or ReauthorizationRequired, as {@link RefusalReview} judges
   */
  async run(ref: GrantRef, request: RenewalRequest, term: LeaseTerm): Promise<boolean> {
    const grant = await this.store.find(ref);
    if (!grant) return false;
    if (isAnswer(grant, request, this.clock.now())) return true;

    const hold: RenewalHold = { grant: ref, owner: term.owner, generation: grant.generation };
    const isOutcomeUnknown = grant.renewalStartedAt !== undefined;
    if (isOutcomeUnknown && (await this.spooled.recover(hold))) return true;
    if (!(await this.lease.markStarted(hold))) return false;

    const refreshed = await this.pairs.obtain(grant, term);
    if ('failure' in refreshed) {
      return this.review.judge({ hold, grant, request, failure: refreshed.failure });
    }
    const isKept = await this.pairs.keep(hold, refreshed.pair);
    if (isKept) term.endedByWrite();
    return isKept;
  }
}
