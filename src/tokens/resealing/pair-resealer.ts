import { Injectable } from '@nestjs/common';

import { SealedTextUnreadable } from '../../foundation/index.js';
import { GrantSealing } from '../grants/grant-sealing.js';
import type { SealedPairRow } from '../sealed-rows/sealed-pair-row.js';
import type { PairChange, SealedTable } from '../sealed-rows/sealed-table.js';

/** Small enough that a server waits some hundredths of a second for one, large enough that statements cost little. */
const ROWS_AT_ONCE = 500;

export interface ResealedBatch {
  readonly resealed: number;
  /** Rows that a server wrote, or deleted, since they were read. */
  readonly changedMeanwhile: number;
  /** Ids of rows that do not open: they are left as they are. */
  readonly unreadable: readonly string[];
}

/** Opens pairs and seals them again with the first key. */
@Injectable()
export class PairResealer {
  constructor(private readonly sealing: GrantSealing) {}

  /** Goes through the rows with one value of `sealed_with` in the order of their ids. */
  async *batches(table: SealedTable, sealedWith: string): AsyncGenerator<ResealedBatch> {
    for (let after = ''; ;) {
      const rows = await table.page(sealedWith, { after, take: ROWS_AT_ONCE });
      const last = rows.at(-1);
      if (!last) return;
      yield await this.reseal(table, rows);
      after = last.id;
    }
  }

  private async reseal(table: SealedTable, rows: readonly SealedPairRow[]): Promise<ResealedBatch> {
    const changes: PairChange[] = [];
    const unreadable: string[] = [];
    for (const row of rows) {
      const change = this.changeOf(row);
      if (change) changes.push(change);
      else unreadable.push(row.id);
    }
    const resealed = await table.replacePairs(changes);
    return { resealed, changedMeanwhile: changes.length - resealed, unreadable };
  }

  private changeOf(row: SealedPairRow): PairChange | undefined {
    try {
      return { row, pair: this.sealing.seal(row, this.sealing.open(row, row)) };
    } catch (error) {
      if (error instanceof SealedTextUnreadable) return undefined;
      throw error;
    }
  }
}
