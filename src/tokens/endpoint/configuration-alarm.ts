import { Injectable } from '@nestjs/common';

import { Clock, Log } from '../../foundation/index.js';
import { ALARM_GRANTS, ALARM_WINDOW_MS } from '../timings.js';
import type { GrantRef } from '../token-values.js';

interface Doubt {
  readonly grant: GrantRef;
  readonly at: number;
}

/**
 * Raised while LiveChat refuses our own client id or secret: nobody refreshes then, readiness fails, no grant is touched.
 *
 * `unauthorized_client` may mean the client or one refresh token. From one grant it is taken for the token; from several
 * in a short time, with no success between, for the client. Any success of the token endpoint clears the alarm.
 */
@Injectable()
export class ConfigurationAlarm {
  private raisedFor: string | undefined;
  private raisings = 0;
  private readonly doubts = new Map<string, Doubt>();
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly clock: Clock,
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
    this.doubts.clear();
    if (this.isRaised) return;
    this.raisedFor = cause;
    this.raisings += 1;
    this.log.error({ event: 'tokens.configuration_alarm_raised', cause });
    for (const listener of this.listeners) listener();
  }

  /** Notes an ambiguous refusal. When it raises the alarm, returns the grants that were blamed wrongly until now. */
  doubt(grant: GrantRef, cause: string): readonly GrantRef[] {
    const now = this.clock.now();
    this.doubts.set(grant.id, { grant, at: now });
    for (const [id, { at }] of this.doubts) if (at < now - ALARM_WINDOW_MS) this.doubts.delete(id);
    if (this.doubts.size < ALARM_GRANTS) return [];
    const blamed = [...this.doubts.values()].map((doubt) => doubt.grant);
    this.raise(cause);
    return blamed;
  }

  /** LiveChat gave tokens: whatever it said before, our client is in order. */
  succeeded(): void {
    this.doubts.clear();
    if (!this.isRaised) return;
    this.raisedFor = undefined;
    this.log.info({ event: 'tokens.configuration_alarm_cleared' });
  }
}
