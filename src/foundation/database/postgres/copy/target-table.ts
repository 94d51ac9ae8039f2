import type { DataSource, EntityManager } from 'typeorm';

import type { CopiedRow, CopiedTable, Value } from './copied-table.js';

/** A table of the PostgreSQL database that is copied to. Nothing in it is overwritten. */
export class TargetTable {
  constructor(
    private readonly database: DataSource,
    private readonly table: CopiedTable,
  ) {}

  async count(): Promise<number> {
    const [counted] = await this.database.query<{ rows: string }[]>(
      `SELECT count(*) AS rows FROM "${this.table.name}"`,
    );
    return Number(counted?.rows);
  }

  /** The texts of those rows that are there, by key: asked for by key, because the order of text is each database's own. */
  async textsOf(rows: readonly CopiedRow[]): Promise<ReadonlyMap<string, string>> {
    const { name, key, columnList } = this.table;
    const found = await this.database.query<Record<string, Value>[]>(
      `SELECT ${columnList} FROM "${name}" WHERE "${key}" = ANY($1)`,
      [rows.map((row) => row.key)],
    );
    return new Map(found.map((values) => this.table.rowFrom(values)).map((row) => [row.key, row.text]));
  }

  /** Returns how many were missing. */
  async insertMissing(
    rows: readonly CopiedRow[],
    through: Pick<EntityManager, 'query'> = this.database,
  ): Promise<number> {
    const { name, key, columnList } = this.table;
    const inserted = await through.query<unknown[]>(
      `INSERT INTO "${name}" (${columnList}) SELECT ${columnList} FROM json_populate_recordset(NULL::"${name}", $1)
       ON CONFLICT DO NOTHING RETURNING "${key}"`,
      [`[${rows.map(({ text }) => text).join(',')}]`],
    );
    return inserted.length;
  }

  /** Puts these rows in the place of those that a migration made; nobody sees the table without either. */
  async replaceAll(rows: readonly CopiedRow[]): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await transaction.query(`DELETE FROM "${this.table.name}"`);
      await this.insertMissing(rows, transaction);
    });
  }
}
