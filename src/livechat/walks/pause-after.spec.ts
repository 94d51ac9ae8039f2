import { describe, expect, it } from '@jest/globals';

import { pauseAfter } from './pause-after.js';

describe('a pause after too many requests', () => {
  it('is twice as long each time, and comes four times', () => {
    expect([0, 1, 2, 3, 4].map((pauses) => pauseAfter(pauses, undefined))).toEqual([
      2_000,
      4_000,
      8_000,
      16_000,
      undefined,
    ]);
  });

  it.each([
    ['0', 0],
    ['7', 7_000],
    ['60', 60_000],
    ['61', undefined],
    ['999999999', undefined],
    ['-1', 2_000],
    ['1.5', 2_000],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 2_000],
    ['', 2_000],
  ])('is as long as LiveChat says, if that is at most a minute: %j', (retryAfter, ms) => {
    expect(pauseAfter(0, retryAfter)).toBe(ms);
  });

  it('comes four times whatever LiveChat says', () => {
    expect(pauseAfter(4, '1')).toBeUndefined();
  });
});
