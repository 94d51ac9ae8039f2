import type { DataSource } from 'typeorm';

import { compareTables, type ComparedSums } from './compare-tables.js';
import { type CopiedRow, CopiedTable } from './copied-table.js';
import { SourceTable } from './source-table.js';
import { TargetTable } from './target-table.js';

type ClassOf = new () => object;

export interface CopyOptions {
  readonly entities: readonly ClassOf[];
  /** Those of them whose rows a migration makes: an empty database has its own, which give way to the source's. */
  readonly madeByMigrations: readonly ClassOf[];
  readonly rowsAtOnce: number;
}

/** A table as it was found on both sides. */
export interface TableComparison extends ComparedSums {
  readonly table: string;
}

interface Sides {
  readonly name: string;
  readonly source: SourceTable;
  readonly target: TargetTable;
  readonly isMadeByMigration: boolean;
}

/**
 * Copies every table of an SQLite database into a PostgreSQL database with the same schema.
 *
 * It can be stopped between any two steps and begun again: what is there already is left as it is. Each part yields how
 * many rows it has gone through.
 */
export class DatabaseCopy {
  private readonly tables: readonly Sides[];
  private readonly rowsAtOnce: number;

  constructor(
    source: DataSource,
    target: DataSource,
    { entities, madeByMigrations, rowsAtOnce }: CopyOptions,
  ) {
    this.rowsAtOnce = rowsAtOnce;
    this.tables = entities.map((entity) => {
      const table = new CopiedTable(source.getMetadata(entity));
      return {
        name: table.name,
        source: new SourceTable(source, table),
        target: new TargetTable(target, table),
        isMadeByMigration: madeByMigrations.includes(entity),
      };
    });
  }

  /** How many rows each part goes through. */
  async count(): Promise<number> {
    const counts = await Promise.all(this.tables.map(({ source }) => source.count()));
    return counts.reduce((sum, rows) => sum + rows, 0);
  }

  /** Whether it has nothing but what its migrations made. */
  async isTargetEmpty(): Promise<boolean> {
    const filled = this.tables.filter(({ isMadeByMigration }) => !isMadeByMigration);
    const counts = await Promise.all(filled.map(({ target }) => target.count()));
    return counts.every((rows) => rows === 0);
  }

  /**
   * For a target that is not empty: nothing is to be written before this has returned. An earlier run of the same copy
   * is no obstacle.
   *
   * @throws Error that names the tables with rows that are not the source's
   */
  async *assertNothingForeign(): AsyncGenerator<number, void> {
    const foreign = (yield* this.compare()).filter((table) => table.foreign > 0);
    if (foreign.length === 0) return;
    const counts = foreign.map((table) => `${table.foreign} in ${table.table}`).join(', ');
    throw new Error(
      `The target has rows that are not the source's, or are no longer as they were copied: ${counts}. ` +
        'Nothing was written. Copy into an empty database.',
    );
  }

  /** Returns how many rows were missing. */
  async *copy(): AsyncGenerator<number, number> {
    if (await this.isTargetEmpty()) await this.replaceMadeRows();
    let copied = 0;
    for (const { source, target } of this.tables) {
      for await (const page of source.pages(this.rowsAtOnce)) {
        copied += await target.insertMissing(page);
        yield page.length;
      }
    }
    return copied;
  }

  async *compare(): AsyncGenerator<number, readonly TableComparison[]> {
    const comparisons: TableComparison[] = [];
    for (const { name, source, target } of this.tables) {
      comparisons.push({ table: name, ...(yield* compareTables(source, target, this.rowsAtOnce)) });
    }
    return comparisons;
  }

  private async replaceMadeRows(): Promise<void> {
    for (const { source, target, isMadeByMigration } of this.tables) {
      if (!isMadeByMigration) continue;
      const rows: CopiedRow[] = [];
      for await (const page of source.pages(this.rowsAtOnce)) rows.push(...page);
      if (rows.length > 0) await target.replaceAll(rows);
    }
  }
}
