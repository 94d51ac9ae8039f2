import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { Clock, Log, randomToken } from '../../foundation/index.js';
import { monthAt } from './month.js';
import { SpendCaps } from './spend-caps.js';
import { type SpendBatch, SpendLedger } from './spend-ledger.js';
import { SpendMeter } from './spend-meter.js';
import { requestsIn } from './spend.js';

const WRITE_EVERY_MS = 5_000;
/** So that a statement has no more parameters than SQLite takes. */
const ORGANIZATIONS_AT_ONCE = 500;

/**
 * Writes what was counted, every few seconds and at the end, and learns what other replicas have written.
 *
 * A batch that could not be written is kept as it is and tried again: what is counted meanwhile goes into the next one.
 */
@Injectable()
export class SpendWriting implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly writer = randomToken(24);
  private batches = 0;
  private unfinished: SpendBatch | undefined;
  private writing: Promise<void> | undefined;
  private isFailing = false;
  private stop = (): void => undefined;

  constructor(
    private readonly meter: SpendMeter,
    private readonly ledger: SpendLedger,
    private readonly caps: SpendCaps,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.ledger.sweep();
    if (this.caps.hardCap !== undefined) {
      const { name } = monthAt(this.clock.now());
      for (const spend of await this.ledger.of(name)) this.meter.learn(spend);
    }
    this.stop = this.clock.every(WRITE_EVERY_MS, () => void this.write());
  }

  /** By then no request is under way: the server closes first. */
  async onApplicationShutdown(): Promise<void> {
    this.stop();
    await this.writing;
    await this.write();
    const requests = this.unwritten();
    if (requests > 0) this.log.warn({ event: 'spend.lost', requests });
  }

  /** All there is. Never rejects. */
  private write(): Promise<void> {
    this.writing ??= this.writeAll().finally(() => {
      this.writing = undefined;
    });
    return this.writing;
  }

  private async writeAll(): Promise<void> {
    try {
      for (let batch = this.nextBatch(); batch; batch = this.nextBatch()) await this.add(batch);
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.log.warn({ event: 'spend.not_written', error });
      this.isFailing = true;
    }
  }

  private unwritten(): number {
    const spends = [...(this.unfinished?.spends ?? []), ...this.meter.take(Infinity)];
    return spends.reduce((sum, spend) => sum + requestsIn(spend), 0);
  }

  private nextBatch(): SpendBatch | undefined {
    if (this.unfinished) return this.unfinished;
    const spends = this.meter.take(ORGANIZATIONS_AT_ONCE);
    if (spends.length === 0) return undefined;
    this.batches += 1;
    this.unfinished = { writer: this.writer, number: this.batches, spends };
    return this.unfinished;
  }

  private async add(batch: SpendBatch): Promise<void> {
    const totals = await this.ledger.add(batch);
    this.unfinished = undefined;
    for (const [at, spend] of batch.spends.entries()) {
      const total = totals[at] ?? requestsIn(spend);
      this.meter.written(spend, total);
      this.caps.added(spend, total);
    }
  }
}
