import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { Clock } from '../../foundation/index.js';
import { backoffMs } from '../backoff.js';
import { CACHED_ENTRIES, COOL_DOWN_FIRST_MS, COOL_DOWN_LAST_MS } from '../timings.js';

interface CoolDown {
  readonly times: number;
  readonly until: number;
}

/** Pauses, by grant: each longer than the one before, until something succeeds. */
export class CoolDowns {
  private readonly byGrant = new LRUCache<string, CoolDown>({ max: CACHED_ENTRIES });

  constructor(private readonly clock: Clock) {}

  /** Begins the next pause and returns its length, at least `atLeastMs`. */
  begin(grantId: string, atLeastMs = 0): number {
    const times = this.byGrant.get(grantId)?.times ?? 0;
    const pauseMs = Math.max(atLeastMs, backoffMs(times, COOL_DOWN_FIRST_MS, COOL_DOWN_LAST_MS));
    this.byGrant.set(grantId, { times: times + 1, until: this.clock.now() + pauseMs });
    return pauseMs;
  }

  remainingMs(grantId: string): number {
    const coolDown = this.byGrant.get(grantId);
    return coolDown ? Math.max(0, coolDown.until - this.clock.now()) : 0;
  }

  end(grantId: string): void {
    this.byGrant.delete(grantId);
  }
}

/** Why a grant is not renewed just now. The two end on different news, so that one cannot undo the other. */
@Injectable()
export class RenewalCoolDowns {
  /** The token endpoint failed; ends with a renewal. */
  readonly afterFailure: CoolDowns;
  /** A renewed token was refused again; ends when LiveChat accepts one, or with a sign-in. */
  readonly afterRejection: CoolDowns;

  constructor(clock: Clock) {
    this.afterFailure = new CoolDowns(clock);
    this.afterRejection = new CoolDowns(clock);
  }

  remainingMs(grantId: string): number {
    return Math.max(this.afterFailure.remainingMs(grantId), this.afterRejection.remainingMs(grantId));
  }

  end(grantId: string): void {
    this.afterFailure.end(grantId);
    this.afterRejection.end(grantId);
  }
}
