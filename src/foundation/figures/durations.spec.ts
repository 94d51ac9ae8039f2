import { describe, expect, it } from '@jest/globals';

import { Durations } from './durations.js';

describe('durations', () => {
  it('count in the first range that holds them, a bound with the range below it', () => {
    const durations = new Durations([10, 100]);

    for (const ms of [0, 10, 10.5, 100, 101, 86_400_000]) durations.add(ms);

    expect(durations.counts).toEqual([2, 2, 2]);
    expect(durations.sumMs).toBe(86_400_221.5);
  });

  it('are none when the clock was set back', () => {
    const durations = new Durations([10]);

    durations.add(-5_000);

    expect(durations.counts).toEqual([1, 0]);
    expect(durations.sumMs).toBe(0);
  });
});
