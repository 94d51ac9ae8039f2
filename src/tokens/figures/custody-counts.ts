import { Injectable } from '@nestjs/common';

import { Durations } from '../../foundation/index.js';

/**
 * What became of renewals:
 *
 * - `renewed`: LiveChat gave a pair, and it is in its row.
 * - `answered_by_another_replica`: this process waited for the lease, and its owner wrote a pair.
 * - `transient`, `configuration`, `permanent`: LiveChat gave none; the kinds of the contract.
 * - `discarded`: LiveChat gave a pair, and the grant had moved on.
 */
export type RenewalOutcome =
  'renewed' | 'answered_by_another_replica' | 'transient' | 'configuration' | 'permanent' | 'discarded';

/** What this process has counted of its custody since it started. */
@Injectable()
export class CustodyCounts {
  readonly renewals: Record<RenewalOutcome, number> = {
    renewed: 0,
    answered_by_another_replica: 0,
    transient: 0,
    configuration: 0,
    permanent: 0,
    discarded: 0,
  };
  /** Answers of the token endpoint, and waits for one that never came. */
  readonly tokenEndpoint = new Durations([100, 250, 500, 1_000, 2_500, 5_000, 10_000]);
}
