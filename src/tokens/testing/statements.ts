import type { DataSource, Logger } from 'typeorm';

interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** What a database is asked while work goes on. */
export async function statementsDuring(
  database: DataSource,
  work: () => Promise<unknown>,
): Promise<readonly Statement[]> {
  const statements: Statement[] = [];
  const silent = (): void => undefined;
  const logger: Logger = {
    logQuery: (sql, parameters = []) => void statements.push({ sql, parameters: parameters as unknown[] }),
    logQueryError: silent,
    logQuerySlow: silent,
    logSchemaBuild: silent,
    logMigration: silent,
    log: silent,
  };
  const usual = database.logger;
  Object.assign(database, { logger });
  await work().finally(() => Object.assign(database, { logger: usual }));
  return statements;
}

/** How the database finds the rows of a statement: SQLite with a line for each table, PostgreSQL with one for each step. */
export async function planOf(
  database: DataSource,
  { sql, parameters }: Statement,
): Promise<readonly string[]> {
  const explain = database.options.type === 'postgres' ? 'EXPLAIN' : 'EXPLAIN QUERY PLAN';
  const lines = await database.query<Record<string, string>[]>(`${explain} ${sql}`, [...parameters]);
  return lines.map((line) => line.detail ?? line['QUERY PLAN'] ?? '');
}
