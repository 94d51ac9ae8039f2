import { Injectable } from '@nestjs/common';

import { Clock, Log } from '../../foundation/index.js';
import { SpendCapReached } from '../errors/spend-cap-reached.js';
import { LiveChatConfig } from '../livechat.config.js';
import { SpendMeter } from './spend-meter.js';
import { requestsIn, type Spend } from './spend.js';

/** How much an organization may spend in a month: at the soft cap the operator is told, at the hard cap it ends. */
@Injectable()
export class SpendCaps {
  readonly softCap: number | undefined;
  readonly hardCap: number | undefined;
  /** How often organizations have come to a cap, since the process started. */
  readonly reached = { soft: 0, hard: 0 };

  constructor(
    { limits }: LiveChatConfig,
    private readonly meter: SpendMeter,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.softCap = limits.softCap;
    this.hardCap = limits.hardCap;
  }

  /** @throws SpendCapReached when the organization has come to the hard cap, as far as this process knows */
  admit(organizationId: string): void {
    if (this.hardCap === undefined || this.meter.requestsOf(organizationId) < this.hardCap) return;
    throw new SpendCapReached(this.hardCap, this.meter.monthEndsAt - this.clock.now());
  }

  /** A spend was added, and the total came to that: of all who add, one alone comes over a cap, so it is told once. */
  added(spend: Spend, total: number): void {
    const before = total - requestsIn(spend);
    const { organizationId, month } = spend;
    if (isBetween(before, this.softCap, total)) {
      this.reached.soft += 1;
      this.log.warn({
        event: 'spend.soft_cap_reached',
        organizationId,
        month,
        requests: total,
        cap: this.softCap,
      });
    }
    if (isBetween(before, this.hardCap, total)) {
      this.reached.hard += 1;
      this.log.warn({
        event: 'spend.hard_cap_reached',
        organizationId,
        month,
        requests: total,
        cap: this.hardCap,
      });
    }
  }
}

function isBetween(before: number, cap: number | undefined, after: number): boolean {
  return cap !== undefined && before < cap && cap <= after;
}
