import { Injectable } from '@nestjs/common';

import { Clock } from '../../foundation/index.js';
import { RenewalUnavailable } from '../errors/renewal-unavailable.js';
import { CustodyCounts } from '../figures/custody-counts.js';
import type { WarmGrant } from '../grants/custody-cache.js';
import { GrantNews } from '../grants/grant-news.js';
import { WarmGrants } from '../grants/warm-grants.js';
import { untilStopped } from '../stopping.js';
import { RENEWAL_DEADLINE_MS, RENEWAL_POLL_LONGEST_MS, RENEWAL_POLL_MS } from '../timings.js';
import type { GrantRef } from '../token-values.js';
import { HeldLease } from './held-lease.js';
import { RenewalAttempt } from './renewal-attempt.js';
import { RenewalGate } from './renewal-gate.js';
import { isAnswer, type RenewalRequest } from './renewal-request.js';

/** Waits for a grant's turn among replicas: renews when the lease is free, or takes what the holder of the lease wrote. */
@Injectable()
export class RenewalTurns {
  private readonly stopping = untilStopped();

  constructor(
    private readonly grants: WarmGrants,
    private readonly gate: RenewalGate,
    private readonly lease: HeldLease,
    private readonly attempt: RenewalAttempt,
    private readonly news: GrantNews,
    private readonly counts: CustodyCounts,
    private readonly clock: Clock,
  ) {}

  /** @throws NotSignedIn, and as {@link RenewalGate} and {@link RenewalAttempt} */
  async renewed(ref: GrantRef, request: RenewalRequest): Promise<WarmGrant> {
    const deadline = this.clock.now() + RENEWAL_DEADLINE_MS;
    const lease = { wasOurs: false };
    for (let polls = 0; this.clock.now() < deadline; polls += 1) {
      const warm = await this.grants.readAgain(ref);
      if (this.isDone(warm, request)) {
        // Without a wait it may as well be an earlier renewal of our own, whose caller came late.
        if (polls > 0 && !lease.wasOurs) this.counts.renewals.answered_by_another_replica += 1;
        return warm;
      }
      this.gate.assertOpen(warm.grant, request);
      const isRenewed =
        !this.gate.isOthersTurn(warm.grant) &&
        (await this.lease.during(ref, (term) => {
          lease.wasOurs = true;
          return this.attempt.run(ref, request, term);
        }));
      if (isRenewed) this.gate.passed(ref, request);
      // A pair may expire while the database does not take it: then another renewal is due.
      const latest = isRenewed && (await this.grants.readAgain(ref));
      if (latest && latest.grant.expiresAt > this.clock.now()) return latest;
      await this.news.wait(ref.id, pollMs(polls), this.stopping.signal);
    }
    throw new RenewalUnavailable(RENEWAL_POLL_MS);
  }

  /** Whoever waits for another replica now is told to come back. */
  stop(): void {
    this.stopping.abort(new RenewalUnavailable(RENEWAL_POLL_MS));
  }

  private isDone({ grant }: WarmGrant, request: RenewalRequest): boolean {
    return grant.health !== 'reauthorization_required' && isAnswer(grant, request, this.clock.now());
  }
}

/** Rarer with every one, and at random: the waiters of many replicas are not to look at the row in step. */
function pollMs(pollsBefore: number): number {
  return Math.min(RENEWAL_POLL_MS * 2 ** pollsBefore, RENEWAL_POLL_LONGEST_MS) * (1 + Math.random());
}
