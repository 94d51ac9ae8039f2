import { describe, expect, it } from '@jest/globals';

import { backoffMs } from './backoff.js';

describe('a pause before the next attempt', () => {
  it.each([
    [0, 750, 1_000],
    [1, 1_500, 2_000],
    [9, 3_750, 5_000],
  ])('after %i attempts is between %i and %i ms', (timesBefore, least, most) => {
    const pauses = Array.from({ length: 200 }, () => backoffMs(timesBefore, 1_000, 5_000));

    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(most);
  });

  it('is whole: PostgreSQL stores no fraction of a millisecond', () => {
    const pauses = Array.from({ length: 50 }, () => backoffMs(0, 1_000, 5_000));

    expect(pauses.every(Number.isInteger)).toBe(true);
  });
});
