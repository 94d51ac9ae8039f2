import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { Clock } from '../../foundation/index.js';
import { backoffMs } from '../backoff.js';
import { CACHED_ENTRIES, COOL_DOWN_FIRST_MS, COOL_DOWN_LAST_MS } from '../timings.js';

interface CoolDown {
  readonly times: number;
  readonly until: number;
}

/** Pauses, by grant: each longer than the one before, until they are ended or nothing has happened for long. */
export class CoolDowns {
  private readonly byGrant = new LRUCache<string, CoolDown>({ max: CACHED_ENTRIES });

  /** @param forgottenAfterMs how long after a pause the next one is as short as the first */
  constructor(
    private readonly clock: Clock,
    private readonly forgottenAfterMs = Infinity,
  ) {}

  /** Takes note of something that may happen once, but not again and again: from the second time on it begins a pause. */
  note(grantId: string): void {
    if (this.recent(grantId)) this.begin(grantId);
    else this.byGrant.set(grantId, { times: 0, until: this.clock.now() });
  }

  /** Begins the next pause and returns its length, at least `atLeastMs`. */
  begin(grantId: string, atLeastMs = 0): number {
    const times = this.recent(grantId)?.times ?? 0;
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

  private recent(grantId: string): CoolDown | undefined {
    const coolDown = this.byGrant.get(grantId);
    return coolDown && this.clock.now() - coolDown.until <= this.forgottenAfterMs ? coolDown : undefined;
  }
}

/** Why a grant is not renewed just now. The two end on different news, so that one cannot undo the other. */
@Injectable()
export class RenewalCoolDowns {
  /** The token endpoint failed; ends with a renewal. */
  readonly afterFailure: CoolDowns;
  /**
   * LiveChat refused a token, and its successor as well, or soon after. It ends in time or with a sign-in: that a token was
   * accepted says nothing of the call whose token is refused whatever it is, such as one that no agent may make.
   */
  readonly afterRejection: CoolDowns;

  constructor(clock: Clock) {
    this.afterFailure = new CoolDowns(clock);
    this.afterRejection = new CoolDowns(clock, COOL_DOWN_LAST_MS);
  }

  end(grantId: string): void {
    this.afterFailure.end(grantId);
    this.afterRejection.end(grantId);
  }
}
