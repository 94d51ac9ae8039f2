import { createHash } from 'node:crypto';

import type { SourceTable } from './source-table.js';
import type { TargetTable } from './target-table.js';

/** How many rows, and a SHA-256 over their texts. */
export interface TableSum {
  readonly rows: number;
  readonly checksum: string;
}

export interface ComparedSums {
  readonly source: TableSum;
  readonly target: TableSum;
  /** Rows of the target that the source does not have, or has with another content. */
  readonly foreign: number;
}

/**
 * Goes through both sides of a table in the order of the source's keys, and yields how many rows each step was.
 *
 * The target's checksum is over its own rows of those keys; rows that it has beyond them show in its count.
 */
export async function* compareTables(
  source: SourceTable,
  target: TargetTable,
  rowsAtOnce: number,
): AsyncGenerator<number, ComparedSums> {
  const [ofSource, ofTarget] = [createHash('sha256'), createHash('sha256')];
  let [rows, same] = [0, 0];
  for await (const page of source.pages(rowsAtOnce)) {
    const texts = await target.textsOf(page);
    for (const { key, text } of page) {
      const other = texts.get(key);
      ofSource.update(`${text}\n`);
      if (other !== undefined) ofTarget.update(`${other}\n`);
      if (other === text) same += 1;
    }
    rows += page.length;
    yield page.length;
  }
  const rowsOfTarget = await target.count();
  return {
    source: { rows, checksum: ofSource.digest('hex') },
    target: { rows: rowsOfTarget, checksum: ofTarget.digest('hex') },
    foreign: rowsOfTarget - same,
  };
}
