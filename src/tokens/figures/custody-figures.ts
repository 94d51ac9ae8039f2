import { Injectable } from '@nestjs/common';

import { PairWriter } from '../renewals/pair-writer.js';
import { Spool } from '../renewals/spool.js';
import { TokenRefresher } from '../renewals/token-refresher.js';
import { CustodyCounts } from './custody-counts.js';
import { type StoredFigures, StoredCounts } from './stored-counts.js';

/** The room's numbers, for whoever watches over it. */
@Injectable()
export class CustodyFigures {
  constructor(
    readonly counts: CustodyCounts,
    private readonly refresher: TokenRefresher,
    private readonly writer: PairWriter,
    private readonly spool: Spool,
    private readonly storedCounts: StoredCounts,
  ) {}

  get renewalsUnderWay(): number {
    return this.refresher.underWay;
  }

  /** Renewed pairs that the database has not taken yet. */
  get unwrittenPairs(): number {
    return this.writer.unwritten;
  }

  /** Also those of processes that died, of this database and in this `DATA_DIR`. */
  async spooledPairs(): Promise<number> {
    return (await this.spool.names()).length;
  }

  /** @throws the database's error */
  stored(): Promise<StoredFigures> {
    return this.storedCounts.read();
  }
}
