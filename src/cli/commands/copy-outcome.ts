import type { TableComparison } from '../../foundation/index.js';
import { counted } from '../progress/counts.js';

/** What a copying came to. */
export interface CopyOutcome {
  readonly isInterrupted: boolean;
  /** Rows that were missing in the target; unknown when it was stopped among them. */
  readonly copied?: number;
  /** Unknown when it was stopped before all were compared. */
  readonly tables?: readonly TableComparison[];
}

/** For a person: each table with its count and its checksum. */
export function copyText({ copied, tables = [] }: CopyOutcome): string {
  return [...(copied === undefined ? [] : [`${counted(copied, 'row')} copied.`]), ...tables.map(line)].join(
    '\n',
  );
}

/** What stands between this run and a start on the target, and what to do about it. */
export function whyNotCopied({ isInterrupted, tables = [] }: CopyOutcome): string[] {
  if (isInterrupted)
    return ['Stopped before the end. Run livechat-app copy-to-postgres again: it goes on where it stopped.'];
  return tables
    .filter((table) => !isSame(table))
    .map(
      ({ table, source, target }) =>
        `${table} is not the same on both sides: ${counted(source.rows, 'row')} in the source, ` +
        `${counted(target.rows, 'row')} in the target. Somebody wrote to one of them meanwhile: ` +
        'stop whoever uses them, and copy into an empty database.',
    );
}

function line({ table, source, target }: TableComparison): string {
  const sum = `${table}: ${counted(source.rows, 'row')}, sha256 ${source.checksum}`;
  return isSame({ source, target })
    ? `${sum}, the same on both sides`
    : `${sum}; in the target ${counted(target.rows, 'row')}, sha256 ${target.checksum}`;
}

function isSame({ source, target }: Pick<TableComparison, 'source' | 'target'>): boolean {
  return source.rows === target.rows && source.checksum === target.checksum;
}
