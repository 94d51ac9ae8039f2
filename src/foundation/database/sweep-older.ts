import type { ObjectLiteral, Repository } from 'typeorm';

const ROWS_AT_ONCE = 100;

/**
 * Removes some of the rows whose moment has passed. A few with each use keep a table small without a job.
 *
 * They are found by the index on that moment. What another replica removes just now is passed over, so that none waits.
 */
export async function sweepOlder<Row extends ObjectLiteral>(
  rows: Repository<Row>,
  moment: keyof Row & string,
  before: number,
): Promise<void> {
  const { metadata, manager } = rows;
  const nameOf = (property: string): string =>
    metadata.findColumnWithPropertyName(property)?.databaseName ?? property;
  const key = nameOf(metadata.primaryColumns[0]?.propertyName ?? '');
  const column = nameOf(moment);
  const passingOver = manager.dataSource.options.type === 'postgres' ? 'FOR UPDATE SKIP LOCKED' : '';
  const old = `SELECT ${key} FROM ${metadata.tablePath} WHERE ${column} < :before
    ORDER BY ${column} LIMIT ${ROWS_AT_ONCE} ${passingOver}`;
  await rows.createQueryBuilder().delete().where(`${key} IN (${old})`, { before }).execute();
}
