import type { DataSource } from 'typeorm';

import type { CopiedRow, CopiedTable, Value } from './copied-table.js';

/** A table of the SQLite database that is copied. */
export class SourceTable {
  constructor(
    private readonly database: DataSource,
    private readonly table: CopiedTable,
  ) {}

  async count(): Promise<number> {
    const [counted] = await this.database.query<{ rows: number }[]>(
      `SELECT count(*) AS rows FROM "${this.table.name}"`,
    );
    return Number(counted?.rows);
  }

  /** All rows in the order of their keys, so many at once. */
  async *pages(size: number): AsyncGenerator<readonly CopiedRow[]> {
    let page = await this.pageAfter('', size);
    for (let last = page.at(-1); last; last = page.at(-1)) {
      yield page;
      page = await this.pageAfter(last.key, size);
    }
  }

  private async pageAfter(key: string, size: number): Promise<CopiedRow[]> {
    const { name, columnList } = this.table;
    const rows = await this.database.query<Record<string, Value>[]>(
      `SELECT ${columnList} FROM "${name}" WHERE "${this.table.key}" > ? ORDER BY "${this.table.key}" LIMIT ?`,
      [key, size],
    );
    return rows.map((row) => this.table.rowFrom(row));
  }
}
