import { Injectable } from '@nestjs/common';

import { Log } from '../../foundation/index.js';
import { ALARM_GRANTS } from '../timings.js';
import type { GrantRef } from '../token-values.js';
import { AmbiguousRefusals } from './ambiguous-refusals.js';

/**
 * Raised while LiveChat refuses our own client id or secret: nobody refreshes then, readiness fails, no grant is touched.
 *
 * `unauthorized_client` may mean the client or one refresh token. From one grant it is taken for the token; from several
 * in a short time, whichever replicas met them, with no success between, for the client. Each replica has an alarm of its
 * own: any success of the token endpoint there clears it.
 */
@Injectable()
export class ConfigurationAlarm {
  private raisedFor: string | undefined;
  private raisings = 0;
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly refusals: AmbiguousRefusals,
    private readonly log: Log,
  ) {}

  get isRaised(): boolean {
    return this.raisedFor !== undefined;
  }

  /** What LiveChat said: an error code. */
  get cause(): string | undefined {
    return this.raisedFor;
  }

  /** Grows each time: whoever had to wait can tell that it was raised meanwhile, even if it is cleared again. */
  get timesRaised(): number {
    return this.raisings;
  }

  onRaised(listener: () => void): void {
    this.listeners.push(listener);
  }

  raise(cause: string): void {
    if (this.isRaised) return;
    this.raisedFor = cause;
    this.raisings += 1;
    this.log.error({ event: 'tokens.configuration_alarm_raised', cause });
    for (const listener of this.listeners) listener();
  }

  /** Notes an ambiguous refusal. As {@link review}. */
  async doubt(grant: GrantRef, cause: string): Promise<readonly GrantRef[]> {
    await this.refusals.add(grant);
    return this.review(cause);
  }

  /** Raises the alarm when replicas met several ambiguous refusals, and returns the grants that were blamed wrongly until now. */
  async review(cause: string): Promise<readonly GrantRef[]> {
    const blamed = await this.refusals.grants();
    if (blamed.length < ALARM_GRANTS) return [];
    this.raise(cause);
    return blamed;
  }

  /** LiveChat gave tokens: whatever it said before, our client is in order. */
  succeeded(): void {
    this.refusals.forget();
    if (!this.isRaised) return;
    this.raisedFor = undefined;
    this.log.info({ event: 'tokens.configuration_alarm_cleared' });
  }
}
