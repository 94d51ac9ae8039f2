import { describe, expect, it } from '@jest/globals';

import { copyText, whyNotCopied } from './copy-outcome.js';

const sum = (rows: number, checksum: string) => ({ rows, checksum });
const SAME = { table: 'grants', source: sum(1_200, 'aa'), target: sum(1_200, 'aa'), foreign: 0 };

describe('what a copying came to', () => {
  it('names each table with its count and its checksum', () => {
    const outcome = { isInterrupted: false, copied: 1_200, tables: [SAME] };

    expect(copyText(outcome)).toBe(
      '1,200 rows copied.\ngrants: 1,200 rows, sha256 aa, the same on both sides',
    );
    expect(whyNotCopied(outcome)).toEqual([]);
  });

  it.each([
    ['count', sum(1_201, 'aa')],
    ['content', sum(1_200, 'bb')],
  ])('names the table whose %s differs, with both sides', (_what, target) => {
    const outcome = { isInterrupted: false, copied: 0, tables: [SAME, { ...SAME, table: 'other', target }] };

    expect(copyText(outcome)).toContain(
      `other: 1,200 rows, sha256 aa; in the target ${target.rows.toLocaleString('en-US')} rows, sha256 ${target.checksum}`,
    );
    expect(whyNotCopied(outcome)).toEqual([expect.stringMatching(/^other is not the same on both sides/)]);
  });

  it('says how to go on when it was stopped', () => {
    expect(whyNotCopied({ isInterrupted: true })).toEqual([
      expect.stringContaining('goes on where it stopped'),
    ]);
    expect(copyText({ isInterrupted: true })).toBe('');
  });
});
