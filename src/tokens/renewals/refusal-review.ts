import { Injectable } from '@nestjs/common';

import { TokenEndpointFailure } from '../endpoint/token-endpoint-failure.js';
import { ReauthorizationRequired } from '../errors/reauthorization-required.js';
import { CustodyCounts } from '../figures/custody-counts.js';
import { GrantMarks } from '../grants/grant-marks.js';
import { GrantStore, type RenewalHold } from '../grants/grant-store.js';
import type { Grant } from '../grants/grant.js';
import { AccessTokenCheck } from './access-token-check.js';
import { ConfigurationAlarm } from '../endpoint/configuration-alarm.js';
import { FailedRenewals } from './failed-renewals.js';
import type { RenewalRequest } from './renewal-request.js';

/** A refresh that gave no tokens: for whom, why, and with which right to write it down. */
export interface RefusedRenewal {
  readonly hold: RenewalHold;
  readonly grant: Grant;
  readonly request: RenewalRequest;
  readonly failure: TokenEndpointFailure;
}

/** Decides what a refresh that gave no tokens means: for now, for our configuration, or for the grant. */
@Injectable()
export class RefusalReview {
  constructor(
    private readonly alarm: ConfigurationAlarm,
    private readonly failed: FailedRenewals,
    private readonly check: AccessTokenCheck,
    private readonly store: GrantStore,
    private readonly marks: GrantMarks,
    private readonly counts: CustodyCounts,
  ) {}

  /**
   * Whether the grant may still be used; false when the row moved on, and another attempt is due.
   *
   * @throws RenewalUnavailable (transient), FixConfiguration (configuration) or ReauthorizationRequired (permanent)
   */
  async judge(refused: RefusedRenewal): Promise<boolean> {
    const { hold, failure } = refused;
    if (failure.kind === 'transient') throw await this.failed.later(hold, failure);
    const alarmsBefore = this.alarm.timesRaised;
    await this.alert(hold, failure);
    // Other grants' refusals may raise the alarm whenever this review waits: then nothing is held against the grant.
    const isOurFault = (): boolean =>
      failure.kind !== 'permanent' && (this.alarm.isRaised || this.alarm.timesRaised > alarmsBefore);
    const judged = await this.judgeGrant(refused, isOurFault);
    if (isOurFault()) throw await this.failed.byOurFault(hold, failure);
    if (judged !== false) this.counts.renewals.permanent += 1;
    if (judged instanceof ReauthorizationRequired) throw judged;
    return judged;
  }

  private async alert({ grant }: RenewalHold, { kind, error }: TokenEndpointFailure): Promise<void> {
    if (kind === 'configuration') this.alarm.raise(error);
    if (kind === 'ambiguous' && !this.alarm.isRaised) {
      await this.marks.revive(await this.alarm.doubt(grant, error));
    }
  }

  /** LiveChat says that the refresh token is no good. It is believed only if it is still ours, and after a second question. */
  private async judgeGrant(
    { hold, grant, request, failure }: RefusedRenewal,
    isOurFault: () => boolean,
  ): Promise<ReauthorizationRequired | boolean> {
    if (isOurFault()) return false;
    const stored = await this.store.find(hold.grant);
    if (stored?.generation !== grant.generation || !holdsSameRefreshToken(stored, grant)) return false;

    const isStillGood = await this.isStillGood(hold, stored, request);
    if (isOurFault()) return false;
    const marked = isStillGood
      ? await this.marks.degrade(hold, failure.error)
      : ((await this.marks.end(hold, failure.error)) ?? false);
    // Another replica may have met what makes it several, and have revived them before this one was marked.
    const blamed = failure.kind === 'ambiguous' ? await this.alarm.review(failure.error) : [];
    if (isOurFault()) await this.marks.revive([hold.grant, ...blamed]);
    return marked;
  }

  private async isStillGood(hold: RenewalHold, grant: Grant, request: RenewalRequest): Promise<boolean> {
    try {
      return await this.check.isStillGood(grant, request);
    } catch (error) {
      throw error instanceof TokenEndpointFailure ? await this.failed.later(hold, error) : error;
    }
  }
}

function holdsSameRefreshToken(one: Grant, other: Grant): boolean {
  if (!one.refreshToken || !other.refreshToken) return one.refreshToken === other.refreshToken;
  return one.refreshToken.equals(other.refreshToken);
}
