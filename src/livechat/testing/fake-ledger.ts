import type { SpendBatch } from '../spend/spend-ledger.js';
import { requestsIn, type Spend } from '../spend/spend.js';

/** Stands in for the database: batches as they were added, and sums of them. */
export class FakeLedger {
  readonly batches: SpendBatch[] = [];
  /** Set to have the database fail, or think. */
  adding: () => Promise<void> = () => Promise.resolve();
  /** What others have added, by organization. */
  readonly byOthers = new Map<string, number>();

  async add(batch: SpendBatch): Promise<readonly number[]> {
    await this.adding();
    this.batches.push(batch);
    return batch.spends.map((spend) => this.totalOf(spend));
  }

  of(_month: string): Promise<readonly Spend[]> {
    return Promise.resolve([]);
  }

  sweep(): Promise<void> {
    return Promise.resolve();
  }

  private totalOf({ month, organizationId }: Spend): number {
    const added = this.batches
      .flatMap(({ spends }) => spends)
      .filter((spend) => spend.month === month && spend.organizationId === organizationId);
    const byOthers = this.byOthers.get(organizationId) ?? 0;
    return added.reduce((sum, spend) => sum + requestsIn(spend), byOthers);
  }
}
