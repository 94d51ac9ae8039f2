import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ManualClock } from '../../../test/support/manual-clock.js';
import { RateLimit } from './rate-limit.js';

const MINUTE = 60_000;

/** How many of so many requests get through at once. */
function admittedOf(asked: number, limit: RateLimit, name = 'k1'): number {
  let admitted = 0;
  for (let n = 0; n < asked; n += 1) {
    if (limit.waitMs(name) > 0) continue;
    limit.take(name);
    admitted += 1;
  }
  return admitted;
}

describe('a rate limit', () => {
  it.each([1, 7, 60, 1_000])('lets a minute’s worth through at once: %d', (perMinute) => {
    expect(admittedOf(2 * perMinute, new RateLimit(perMinute, new ManualClock()))).toBe(perMinute);
  });

  it('says how long it takes until there is one more, and then there is', async () => {
    const clock = new ManualClock();
    const limit = new RateLimit(7, clock);
    admittedOf(7, limit);

    const waitMs = Math.ceil(limit.waitMs('k1'));

    expect(waitMs).toBe(Math.ceil(MINUTE / 7));
    await clock.advance(waitMs - 1);
    expect(admittedOf(5, limit)).toBe(0);
    await clock.advance(1);
    expect(admittedOf(5, limit)).toBe(1);
  });

  it('is full again after a minute, and never more than full', async () => {
    const clock = new ManualClock();
    const limit = new RateLimit(60, clock);
    admittedOf(60, limit);

    await clock.advance(MINUTE / 2);
    expect(admittedOf(100, limit)).toBe(30);
    await clock.advance(10 * MINUTE);
    expect(admittedOf(100, limit)).toBe(60);
  });

  it('is each name’s own', () => {
    const limit = new RateLimit(2, new ManualClock());

    expect([admittedOf(3, limit, 'k1'), admittedOf(3, limit, 'k2')]).toEqual([2, 2]);
  });

  it('does not lock anybody out when the clock is set back', async () => {
    const clock = new ManualClock();
    const limit = new RateLimit(2, clock);
    admittedOf(2, limit);

    await clock.jump(-10 * MINUTE);

    expect(limit.waitMs('k1')).toBe(MINUTE / 2);
    await clock.advance(MINUTE / 2);
    expect(admittedOf(2, limit)).toBe(1);
  });

  it('forgets who has not called for longest', () => {
    const limit = new RateLimit(1, new ManualClock());
    for (let n = 0; n <= 10_000; n += 1) admittedOf(1, limit, `k${n}`);

    expect([limit.waitMs('k0'), limit.waitMs('k2')]).toEqual([0, MINUTE]);
  });

  it('never refuses who keeps to it in every minute', async () => {
    const burst = fc.record({ pauseMs: fc.integer({ min: 0, max: MINUTE }), count: fc.integer({ max: 9 }) });
    const bursts = fc.array(burst, { maxLength: 12 });

    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), bursts, async (perMinute, asked) => {
        const clock = new ManualClock(0, () => Promise.resolve());
        const limit = new RateLimit(perMinute, clock);
        const times: number[] = [];
        for (const { pauseMs, count } of asked) {
          await clock.advance(pauseMs);
          const lately = times.filter((time) => time > clock.now() - MINUTE).length;
          const wellBehaved = Math.max(0, Math.min(count, perMinute - lately));
          expect(admittedOf(wellBehaved, limit)).toBe(wellBehaved);
          for (let n = 0; n < wellBehaved; n += 1) times.push(clock.now());
        }
      }),
    );
  });
});
