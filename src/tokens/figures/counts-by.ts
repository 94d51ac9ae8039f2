import type { ObjectLiteral, Repository } from 'typeorm';

/** How many of a client's rows have each value of a column; the values that `none` lists are there also without a row. */
export async function countsBy<Value extends string>(
  rows: Repository<ObjectLiteral>,
  column: string,
  { clientId, none }: { clientId: string; none: Readonly<Record<Value, number>> },
): Promise<Readonly<Record<Value, number>>> {
  const counted = await rows
    .createQueryBuilder('row')
    .select(`row.${column}`, 'value')
    .addSelect('COUNT(*)', 'count')
    .where('row.client_id = :clientId', { clientId })
    .groupBy(`row.${column}`)
    .getRawMany<{ readonly value: Value; readonly count: number | string }>();
  const counts: Record<Value, number> = { ...none };
  for (const { value, count } of counted) counts[value] = Number(count); // PostgreSQL sends a bigint as text
  return counts;
}
