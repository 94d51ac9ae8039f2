import { type DataSource, type EntityMetadata } from 'typeorm';

export interface SealedColumn {
  readonly table: string;
  readonly column: string;
}

/** Puts sealed texts where they do not belong. Done twice, all is as it was. */
export interface Swap {
  readonly table: string;
  readonly what: string;
  run(database: DataSource): Promise<void>;
}

type Row = Record<string, string | null>;

/** The columns in which sealed texts lie, told by looking into every column of every table. */
export async function sealedColumnsOf(database: DataSource): Promise<SealedColumn[]> {
  const found = await Promise.all(database.entityMetadatas.map((entity) => sealedIn(database, entity)));
  return found.flat();
}

async function sealedIn(
  database: DataSource,
  { tableName, columns }: EntityMetadata,
): Promise<SealedColumn[]> {
  const rows = await database.query<Row[]>(`SELECT * FROM ${tableName}`);
  const isSealed = (column: string): boolean => rows.some((row) => /^v1\.[\w-]+\./.test(String(row[column])));
  const names = columns.map(({ databaseName }) => databaseName);
  return names.filter(isSealed).map((column) => ({ table: tableName, column }));
}

/** Every column's texts between two rows, and every two columns' texts within each row. */
export function swapsOf(columns: readonly SealedColumn[]): Swap[] {
  const pairs = columns.flatMap((one, at) =>
    columns.slice(at + 1).flatMap((other) => (other.table === one.table ? [[one, other] as const] : [])),
  );
  return [...columns.map(betweenRows), ...pairs.map(([one, other]) => betweenColumns(one, other))];
}

function betweenRows({ table, column }: SealedColumn): Swap {
  return {
    table,
    what: `${column} of one row and of another`,
    run: async (database) => {
      const [one, other] = await database.query<{ id: string; text: string }[]>(
        `SELECT id, ${column} AS text FROM ${table} ORDER BY id`,
      );
      if (!one || !other) throw new Error(`${table} needs two rows to swap`);
      await database.query(
        `UPDATE ${table} SET ${column} = CASE id WHEN '${one.id}' THEN '${other.text}' ELSE '${one.text}' END
          WHERE id IN ('${one.id}', '${other.id}')`,
      );
    },
  };
}

function betweenColumns({ table, column }: SealedColumn, { column: other }: SealedColumn): Swap {
  return {
    table,
    what: `${column} and ${other} of each row`,
    run: async (database) => {
      await database.query(`UPDATE ${table} SET ${column} = ${other}, ${other} = ${column}`);
    },
  };
}
