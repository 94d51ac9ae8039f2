import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../../../test/support/manual-clock.js';
import { SpendMeter } from './spend-meter.js';

const nothing = { first: 0, authentication: 0, misdirected_request: 0, reset_read: 0 };
const lastMinute = Date.UTC(2026, 11, 31, 23, 59);

function startMeter(at = Date.UTC(2026, 10, 25)) {
  const clock = new ManualClock(at);
  return { clock, meter: new SpendMeter(clock) };
}

describe('the spend meter', () => {
  it('counts by organization and cause', () => {
    const { meter } = startMeter();
    meter.count('a', 'first');
    meter.count('a', 'first');
    meter.count('a', 'reset_read');
    meter.count('b', 'authentication');
    meter.count('b', 'misdirected_request');

    expect([meter.requestsOf('a'), meter.requestsOf('b'), meter.requestsOf('c')]).toEqual([3, 2, 0]);
    expect(meter.take(10)).toEqual([
      { ...nothing, month: '2026-11', organizationId: 'a', first: 2, reset_read: 1 },
      { ...nothing, month: '2026-11', organizationId: 'b', authentication: 1, misdirected_request: 1 },
    ]);
    expect(meter.take(10)).toEqual([]);
  });

  it('hands over no more organizations at once than it is asked for', () => {
    const { meter } = startMeter();
    for (const organization of ['a', 'b', 'c']) meter.count(organization, 'first');

    expect(meter.take(2).map(({ organizationId }) => organizationId)).toEqual(['a', 'b']);
    expect(meter.take(2).map(({ organizationId }) => organizationId)).toEqual(['c']);
  });

  it('counts what others have written with what it has counted since', () => {
    const { meter } = startMeter();
    meter.count('a', 'first');
    const [spend] = meter.take(1);
    meter.count('a', 'first');

    expect(meter.requestsOf('a')).toBe(2);
    meter.written(spend!, 101);
    expect(meter.requestsOf('a')).toBe(102);
    meter.learn({ ...spend!, first: 200 });
    expect(meter.requestsOf('a')).toBe(201);
  });

  it('begins at zero with the month in UTC, and loses nothing of the last one', async () => {
    const { meter, clock } = startMeter(lastMinute);
    meter.count('a', 'first');
    meter.count('b', 'first');
    const [late] = meter.take(1);
    expect(meter.monthEndsAt - clock.now()).toBe(60_000);

    await clock.advance(60_000);
    meter.written(late!, 500);
    meter.count('b', 'first');

    expect([meter.requestsOf('a'), meter.requestsOf('b')]).toEqual([0, 1]);
    expect(meter.monthEndsAt).toBe(Date.UTC(2027, 1));
    expect(meter.take(10)).toEqual([
      { ...nothing, month: '2026-12', organizationId: 'b', first: 1 },
      { ...nothing, month: '2027-01', organizationId: 'b', first: 1 },
    ]);
  });
});
