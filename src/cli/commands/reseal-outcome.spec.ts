import { describe, expect, it } from '@jest/globals';

import { outcomeText, type ResealOutcome, whyNotDone } from './reseal-outcome.js';

const DONE: ResealOutcome = {
  key: 'new',
  resealed: 1_200,
  changedMeanwhile: 3,
  unreadable: [],
  isInterrupted: false,
  remaining: 0,
  oldKeys: [{ keyId: 'old', rows: 0, spooledPairs: 0 }],
};

describe('what a resealing came to', () => {
  it('names the keys that may go', () => {
    expect(outcomeText(DONE)).toBe(
      '1,200 rows resealed with "new", 0 left.\n' +
        'Nothing needs "old" any more: remove it from ENCRYPTION_KEYS.',
    );
    expect(whyNotDone(DONE)).toEqual([]);
  });

  it('says nothing of other keys when there are none', () => {
    expect(outcomeText({ ...DONE, resealed: 0, oldKeys: [] })).toBe('0 rows resealed with "new", 0 left.');
  });

  it('names the keys that must stay, and for what', () => {
    const text = outcomeText({
      ...DONE,
      remaining: 1,
      oldKeys: [{ keyId: 'old', rows: 1, spooledPairs: 2 }],
    });

    expect(text).toContain('Keep "old": 1 row and 2 renewed pairs in the spool.');
    expect(text).not.toContain('remove');
  });

  it('is not done when it was interrupted', () => {
    expect(whyNotDone({ ...DONE, isInterrupted: true, remaining: 5 })).toEqual([
      expect.stringContaining('goes on where it stopped'),
    ]);
  });

  it('is done when the interruption came after the last row', () => {
    expect(whyNotDone({ ...DONE, isInterrupted: true })).toEqual([]);
  });

  it('is not done while rows do not open, and names some', () => {
    const unreadable = Array.from({ length: 22 }, (_, at) => `id-${at}`);

    const faults = whyNotDone({ ...DONE, unreadable, remaining: 22 });

    expect(faults).toEqual([expect.stringContaining('id-18, id-19, and 2 more')]);
    expect(faults[0]).toMatch(/^22 rows/);
  });

  it('is not done while a server seals with an old key', () => {
    expect(whyNotDone({ ...DONE, remaining: 2 })).toEqual([
      expect.stringContaining('Put "new" first in ENCRYPTION_KEYS of every server'),
    ]);
  });

  it('is not done while a renewed pair in the spool has an old key', () => {
    const oldKeys = [{ keyId: 'old', rows: 0, spooledPairs: 1 }];

    expect(whyNotDone({ ...DONE, oldKeys })).toEqual([expect.stringMatching(/^1 renewed pair in the spool/)]);
  });
});
