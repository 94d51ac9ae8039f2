import { Injectable } from '@nestjs/common';

import { DatabaseChanges } from '../../foundation/index.js';
import { FixConfiguration } from '../errors/fix-configuration.js';
import { RenewalUnavailable } from '../errors/renewal-unavailable.js';
import { GrantMarks } from '../grants/grant-marks.js';
import type { Grant } from '../grants/grant.js';
import type { GrantRef } from '../token-values.js';
import { ConfigurationAlarm } from '../endpoint/configuration-alarm.js';
import { TAKE_OVER_PAUSE_MS } from '../timings.js';
import { RenewalCoolDowns } from './cool-downs.js';
import type { RenewalRequest } from './renewal-request.js';

/** Keeps renewals away from LiveChat that cannot succeed, or that come too soon after a failure. */
@Injectable()
export class RenewalGate {
  constructor(
    private readonly alarm: ConfigurationAlarm,
    private readonly coolDowns: RenewalCoolDowns,
    private readonly marks: GrantMarks,
    private readonly changes: DatabaseChanges,
  ) {}

  /** Whether a renewal that nobody waits for may begin. */
  isOpenFor(grant: GrantRef): boolean {
    return !this.alarm.isRaised && this.coolDowns.afterFailure.remainingMs(grant.id) === 0;
  }

  /**
   * Whether another replica's renewal is to be waited for although its lease may have run out: the database was away until
   * a moment ago, and that replica may hold the pair that its single-use refresh token brought.
   */
  isOthersTurn({ renewalStartedAt }: Grant): boolean {
    return renewalStartedAt !== undefined && this.changes.answeringForMs < TAKE_OVER_PAUSE_MS;
  }

  /** @throws ReauthorizationRequired, FixConfiguration or RenewalUnavailable */
  assertOpen({ ref, health }: Grant, { isRejected, isProbe = false }: RenewalRequest): void {
    if (health === 'reauthorization_required') throw this.marks.reauthorizationRequired(ref);
    if (this.alarm.isRaised && !isProbe) throw new FixConfiguration();
    const { afterFailure, afterRejection } = this.coolDowns;
    const coolDownMs = Math.max(
      afterFailure.remainingMs(ref.id),
      isRejected ? afterRejection.remainingMs(ref.id) : 0,
    );
    if (coolDownMs > 0) throw new RenewalUnavailable(coolDownMs);
  }

  /** A renewal has succeeded. */
  passed({ id }: GrantRef, { isRejected }: RenewalRequest): void {
    if (isRejected) this.coolDowns.afterRejection.note(id);
  }
}
