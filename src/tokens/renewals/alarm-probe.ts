import { Injectable } from '@nestjs/common';

import { Clock, Log } from '../../foundation/index.js';
import { ConfigurationAlarm } from '../endpoint/configuration-alarm.js';
import { GrantStore } from '../grants/grant-store.js';
import { ALARM_PROBE_EVERY_MS } from '../timings.js';
import { TokenRefresher } from './token-refresher.js';

/**
 * While the configuration alarm is raised, tries one refresh a minute, so that it clears itself.
 *
 * It goes round the grants: one whose own refresh token is dead would never clear it.
 */
@Injectable()
export class AlarmProbe {
  private lastGrantId = '';
  private stopProbing: () => void = () => undefined;

  constructor(
    private readonly alarm: ConfigurationAlarm,
    private readonly store: GrantStore,
    private readonly refresher: TokenRefresher,
    private readonly log: Log,
    clock: Clock,
  ) {
    alarm.onRaised(() => {
      this.stopProbing();
      this.stopProbing = clock.every(ALARM_PROBE_EVERY_MS, () => void this.probe());
    });
  }

  stop(): void {
    this.stopProbing();
  }

  private async probe(): Promise<void> {
    if (!this.alarm.isRaised) {
      this.stop();
      return;
    }
    try {
      await this.probeNext();
    } catch (error) {
      this.log.warn({ event: 'tokens.probe_failed', error });
    }
  }

  private async probeNext(): Promise<void> {
    const grant = await this.store.nextRenewable(this.lastGrantId);
    if (!grant) return;
    this.lastGrantId = grant.ref.id;
    await this.refresher.probe(grant.ref, grant.accessToken);
  }
}
