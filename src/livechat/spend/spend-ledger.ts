import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';

import { Clock, sweepOlder } from '../../foundation/index.js';
import { requestsIn, type Spend } from './spend.js';
import { additionOf, idOf } from './spend-addition.js';
import { SpendRow } from './spend.entity.js';
import { SpendWriterRow } from './spend-writer.entity.js';

/** No answer that was lost is waited for as long as that. */
const WRITERS_KEPT_MS = 7 * 86_400_000;

/** What one process adds at once; it goes by its number, so that it is added once however often it is tried. */
export interface SpendBatch {
  readonly writer: string;
  readonly number: number;
  readonly spends: readonly Spend[];
}

interface Added {
  readonly id: string;
  /** Text on PostgreSQL. */
  readonly total: string | number;
}

/** What went to LiveChat, in the database: the sum over all replicas. */
@Injectable()
export class SpendLedger {
  constructor(
    @InjectRepository(SpendRow) private readonly rows: Repository<SpendRow>,
    @InjectRepository(SpendWriterRow) private readonly writers: Repository<SpendWriterRow>,
    private readonly clock: Clock,
  ) {}

  /** Adds a batch, unless it has been added. Returns the totals after it, in its order. */
  async add(batch: SpendBatch): Promise<readonly number[]> {
    const { type } = this.rows.manager.dataSource.options;
    const { sql, parameters } = additionOf(batch, type === 'postgres' ? 'postgres' : 'sqlite');
    const added: Added[] = await this.rows.query(sql, parameters);
    if (added.length === 0) return this.totalsOf(batch.spends);
    const totals = new Map(added.map(({ id, total }) => [id, Number(total)]));
    return batch.spends.map((spend) => totals.get(idOf(spend)) ?? 0);
  }

  /** A month of every organization, or of one, the largest first. */
  async of(month: string, organizationId?: string): Promise<readonly Spend[]> {
    const rows = await this.rows.findBy({ month, ...(organizationId !== undefined && { organizationId }) });
    return rows
      .map(({ id: _id, ...spend }) => spend)
      .sort((a, b) => requestsIn(b) - requestsIn(a) || a.organizationId.localeCompare(b.organizationId));
  }

  /** Forgets processes that ended long ago. */
  async sweep(): Promise<void> {
    await sweepOlder(this.writers, 'writtenAt', this.clock.now() - WRITERS_KEPT_MS);
  }

  private async totalsOf(spends: readonly Spend[]): Promise<readonly number[]> {
    const rows = await this.rows.findBy({ id: In(spends.map(idOf)) });
    const byId = new Map(rows.map((row) => [row.id, requestsIn(row)]));
    return spends.map((spend) => byId.get(idOf(spend)) ?? 0);
  }
}
