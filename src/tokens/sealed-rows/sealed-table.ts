import { MoreThan, type Repository } from 'typeorm';

import type { SealedPair } from '../grants/grant-sealing.js';
import type { SealedPairRow } from './sealed-pair-row.js';

/** A pair to be put in place of the one that a row had when it was read. */
export interface PairChange {
  readonly row: SealedPairRow;
  readonly pair: SealedPair;
}

/**
 * A table of sealed pairs, asked by the keys they are sealed with.
 *
 * Each question goes through the index on `client_id, sealed_with, id`, so that none reads more rows than it is about.
 */
export class SealedTable {
  constructor(
    private readonly rows: Repository<SealedPairRow>,
    private readonly clientId: string,
  ) {}

  /** Each value of `sealed_with` once: the index is entered anew behind the one before, however many rows have it. */
  async valuesOfSealedWith(): Promise<readonly string[]> {
    const values: string[] = [];
    for (let next = await this.firstValue(); next !== undefined; next = await this.firstValue(next)) {
      values.push(next);
    }
    return values;
  }

  count(sealedWith: string): Promise<number> {
    return this.rows.countBy({ clientId: this.clientId, sealedWith });
  }

  /** The first rows behind `after`, in the order of their ids. */
  page(sealedWith: string, { after, take }: { after: string; take: number }): Promise<SealedPairRow[]> {
    return this.rows.find({
      where: { clientId: this.clientId, sealedWith, id: MoreThan(after) },
      order: { id: 'ASC' },
      take,
    });
  }

  /**
   * Writes the pairs, except to rows whose pair is no longer the one that was read; returns how many were written.
   *
   * No two sealed texts are the same, so comparing them is enough. Nothing else of the row changes: a renewal under way
   * finds its lease and its generation as they were.
   */
  async replacePairs(changes: readonly PairChange[]): Promise<number> {
    if (changes.length === 0) return 0;
    const { tablePath } = this.rows.metadata;
    const { parameters, bind } = this.binding();
    const values = changes.map(({ row, pair }) => {
      const columns = [row.id, row.accessToken, row.refreshToken, pair.accessToken, pair.refreshToken];
      return `(${columns.map(bind).join(', ')})`;
    });
    // SQLite and PostgreSQL both name the columns of VALUES column1, column2, …
    const statement = `UPDATE ${tablePath} SET access_token = resealed.column4, refresh_token = resealed.column5
      FROM (VALUES ${values.join(', ')}) AS resealed
      WHERE ${tablePath}.id = resealed.column1 AND ${tablePath}.client_id = ${bind(this.clientId)}
        AND ${tablePath}.access_token = resealed.column2
        AND ${tablePath}.refresh_token IS NOT DISTINCT FROM resealed.column3`;
    return this.affectedBy(statement, parameters);
  }

  private async firstValue(after?: string): Promise<string | undefined> {
    const isBehind = after === undefined ? {} : { sealedWith: MoreThan(after) };
    const [first] = await this.rows.find({
      where: { clientId: this.clientId, ...isBehind },
      order: { sealedWith: 'ASC' },
      select: { sealedWith: true },
      take: 1,
    });
    return first?.sealedWith;
  }

  private binding() {
    const { driver } = this.rows.manager.dataSource;
    const parameters: unknown[] = [];
    const bind = (value: unknown): string => driver.createParameter('value', parameters.push(value) - 1);
    return { parameters, bind };
  }

  private async affectedBy(statement: string, parameters: unknown[]): Promise<number> {
    const runner = this.rows.manager.dataSource.createQueryRunner();
    try {
      return (await runner.query(statement, parameters, true)).affected ?? 0;
    } finally {
      await runner.release();
    }
  }
}
