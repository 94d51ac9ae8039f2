import type { EntityMetadata } from 'typeorm';

/** What the drivers hand out for our columns. */
export type Value = string | number | null;

/** A row of either database: its key, and all of it as one JSON object that is the same text on both. */
export interface CopiedRow {
  readonly key: string;
  readonly text: string;
}

/** What is copied of a table: every column that somebody writes. What a database derives, it derives again. */
export class CopiedTable {
  readonly name: string;
  readonly key: string;
  readonly columns: readonly string[];
  private readonly wholeNumbers: ReadonlySet<string>;

  constructor({ tableName, primaryColumns, columns }: EntityMetadata) {
    const [key, ...others] = primaryColumns;
    if (!key || others.length > 0)
      throw new Error(`${tableName} cannot be copied: its key is not one column`);
    const copied = columns.filter(({ isInsert }) => isInsert);
    this.name = tableName;
    this.key = key.databaseName;
    this.columns = copied.map(({ databaseName }) => databaseName);
    this.wholeNumbers = new Set(
      copied
        .filter(({ type }) => type === 'bigint' || type === 'integer')
        .map((column) => column.databaseName),
    );
  }

  /** As both databases write it in SQL. */
  get columnList(): string {
    return this.columns.map((column) => `"${column}"`).join(', ');
  }

  rowFrom(values: Readonly<Record<string, Value>>): CopiedRow {
    const texts = this.columns.map((column) => [column, this.textOf(column, values[column])]);
    return { key: String(values[this.key]), text: JSON.stringify(Object.fromEntries(texts)) };
  }

  /** PostgreSQL's driver has text for a 64-bit number. SQLite keeps a fraction in a column of whole numbers. */
  private textOf(column: string, value: Value = null): string | null {
    if (value === null) return null;
    return this.wholeNumbers.has(column) ? String(Math.round(Number(value))) : String(value);
  }
}
