import type { SpendBatch } from './spend-ledger.js';
import type { Spend } from './spend.js';

const CAUSES = ['first', 'authentication', 'misdirected_request', 'reset_read'] as const;
const COLUMNS = `id, month, organization_id, ${CAUSES.map(quoted).join(', ')}`;
const TOTAL = CAUSES.map(quoted).join(' + ');
const ADDED = CAUSES.map((cause) => `"${cause}" = livechat_spend."${cause}" + excluded."${cause}"`).join(
  ', ',
);

/**
 * On PostgreSQL a statement's answer may be lost with the connection: then nobody knows whether it was done. So a batch
 * leaves its number with the statement that adds it, which adds nothing when that number is there already.
 */
const MARKED = `WITH marked AS (
    INSERT INTO livechat_spend_writers (id, batch, written_at) VALUES ($1, CAST($2 AS bigint), now_ms())
    ON CONFLICT (id) DO UPDATE SET batch = excluded.batch, written_at = excluded.written_at
      WHERE livechat_spend_writers.batch < excluded.batch
    RETURNING id
  )`;

export interface Statement {
  readonly sql: string;
  readonly parameters: unknown[];
}

/**
 * One statement that adds a batch and returns the totals, by `id`; no rows if it had been added before.
 *
 * The rows come in the order of their ids: replicas that add to the same ones wait for each other, and do not lock up.
 */
export function additionOf({ writer, number, spends }: SpendBatch, engine: 'sqlite' | 'postgres'): Statement {
  const isMarked = engine === 'postgres';
  const parameters: unknown[] = isMarked ? [writer, number] : [];
  const rows = [...spends]
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
    .map((spend) => {
      const places = valuesOf(spend).map((value) => {
        parameters.push(value);
        const place = isMarked ? `$${parameters.length}` : '?';
        return typeof value === 'number' ? `CAST(${place} AS bigint)` : `CAST(${place} AS varchar)`;
      });
      return `(${places.join(', ')})`;
    });
  const sql = `${isMarked ? MARKED : ''}
    INSERT INTO livechat_spend (${COLUMNS})
    SELECT * FROM (VALUES ${rows.join(', ')}) AS spent
    WHERE ${isMarked ? 'EXISTS (SELECT 1 FROM marked)' : 'true'}
    ON CONFLICT (id) DO UPDATE SET ${ADDED}
    RETURNING id, ${TOTAL} AS total`;
  return { sql, parameters };
}

/** The key of its row. */
export function idOf({ month, organizationId }: Spend): string {
  return `${month}/${organizationId}`;
}

function valuesOf(spend: Spend): (string | number)[] {
  return [idOf(spend), spend.month, spend.organizationId, ...CAUSES.map((cause) => spend[cause])];
}

function quoted(column: string): string {
  return `"${column}"`;
}
