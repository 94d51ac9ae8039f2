import { expect, it } from '@jest/globals';

import { ManualClock } from '../../../test/support/manual-clock.js';
import { STORED_COUNTS_KEPT_MS } from '../timings.js';
import { StoredCounts } from './stored-counts.js';

/** Rows that take a while to count. */
class Rows {
  counts = 0;

  constructor(
    private readonly clock: ManualClock,
    private readonly takesMs: number,
  ) {}

  readonly countByHealth = async () => {
    this.counts += 1;
    await this.clock.sleep(this.takesMs);
    return {};
  };
  readonly countByState = () => Promise.resolve({});
  readonly count = () => Promise.resolve(0);
}

function countsOf(rows: Rows, clock: ManualClock): StoredCounts {
  return new StoredCounts(rows as never, rows as never, rows as never, clock);
}

it.each([
  [10, STORED_COUNTS_KEPT_MS],
  [2_000, 200_000],
])('a count that took %d ms is believed for %d ms', async (takesMs, keptMs) => {
  const clock = new ManualClock();
  const rows = new Rows(clock, takesMs);
  const counts = countsOf(rows, clock);
  await clock.advanceUntil(counts.read(), takesMs);

  await clock.advance(keptMs - 1);
  await counts.read();
  expect(rows.counts).toBe(1);

  await clock.advance(1);
  await clock.advanceUntil(counts.read(), takesMs);
  expect(rows.counts).toBe(2);
});

it('whoever asks while a count goes on waits for that one', async () => {
  const clock = new ManualClock();
  const rows = new Rows(clock, 60_000);
  const counts = countsOf(rows, clock);
  const first = counts.read();
  await clock.advance(30_000);

  const second = counts.read();

  expect(await clock.advanceUntil(second, 1_000)).toBe(await first);
  expect(rows.counts).toBe(1);
});
