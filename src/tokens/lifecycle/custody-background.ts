import { Injectable } from '@nestjs/common';

import { Clock } from '../../foundation/index.js';
import { AlarmProbe } from '../renewals/alarm-probe.js';
import { SpooledPairs } from '../renewals/spooled-pairs.js';
import { UnsettledRenewals } from '../renewals/unsettled-renewals.js';
import { RevocationOutbox } from '../revocations/revocation-outbox.js';
import { LEASE_MS, REVOCATION_LOOK_EVERY_MS } from '../timings.js';

/** What goes on beside requests. */
@Injectable()
export class CustodyBackground {
  private stops: (() => void)[] = [];

  constructor(
    private readonly spooled: SpooledPairs,
    private readonly unsettled: UnsettledRenewals,
    private readonly outbox: RevocationOutbox,
    private readonly probe: AlarmProbe,
    private readonly clock: Clock,
  ) {}

  /** Resolves when renewed pairs in the spool are in their grants; what needs LiveChat goes on after that. */
  async start(): Promise<void> {
    await this.spooled.settle();
    void this.unsettled.settle({ ofDeadOwners: false });
    void this.outbox.work({ all: true });
    this.stops = [
      this.clock.every(REVOCATION_LOOK_EVERY_MS, () => void this.outbox.work({ all: false })),
      this.clock.every(LEASE_MS, () => void this.settle()),
    ];
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.probe.stop();
  }

  /** Once a lease's time: by then the one of a replica that died has run out. A pair in the spool is better than a new one. */
  private async settle(): Promise<void> {
    await this.spooled.settle();
    await this.unsettled.settle({ ofDeadOwners: true });
  }
}
