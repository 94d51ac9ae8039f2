import { Injectable } from '@nestjs/common';

import { Clock } from '../../foundation/index.js';
import { GrantCensus } from '../grants/grant-census.js';
import type { StoredHealth } from '../grants/grant.js';
import type { InstallationState } from '../installations/installation.entity.js';
import { InstallationStore } from '../installations/installation-store.js';
import { RevocationStore } from '../revocations/revocation-store.js';
import { STORED_COUNTS_KEPT_MS, STORED_COUNTS_KEPT_TIMES } from '../timings.js';

/** How many rows there are of each kind, of this client. */
export interface StoredFigures {
  readonly grants: Readonly<Record<StoredHealth, number>>;
  readonly installations: Readonly<Record<InstallationState, number>>;
  readonly pendingRevocations: number;
}

/**
 * Counts rows, once for whoever asks in the same while.
 *
 * However many rows there are, and however often somebody asks: at most a hundredth of the time goes into counting.
 */
@Injectable()
export class StoredCounts {
  private latest: Promise<StoredFigures> | undefined;
  private keptUntil = Infinity;

  constructor(
    private readonly grants: GrantCensus,
    private readonly installations: InstallationStore,
    private readonly revocations: RevocationStore,
    private readonly clock: Clock,
  ) {}

  /** @throws the database's error, which is not kept: who asks next makes it count again */
  read(): Promise<StoredFigures> {
    if (!this.latest || this.clock.now() >= this.keptUntil) this.latest = this.countedAndKept();
    return this.latest;
  }

  private async countedAndKept(): Promise<StoredFigures> {
    const begunAt = this.clock.now();
    this.keptUntil = Infinity; // whoever asks meanwhile waits for this count
    try {
      return await this.counted();
    } catch (error) {
      this.latest = undefined;
      throw error;
    } finally {
      const now = this.clock.now();
      this.keptUntil = now + Math.max(STORED_COUNTS_KEPT_MS, (now - begunAt) * STORED_COUNTS_KEPT_TIMES);
    }
  }

  private async counted(): Promise<StoredFigures> {
    return {
      grants: await this.grants.countByHealth(),
      installations: await this.installations.countByState(),
      pendingRevocations: await this.revocations.count(),
    };
  }
}
