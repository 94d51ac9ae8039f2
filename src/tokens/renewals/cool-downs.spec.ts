import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../../../test/support/manual-clock.js';
import { CoolDowns } from './cool-downs.js';

describe('cool-downs', () => {
  it('last a second at first and a minute at most, doubling, up to a quarter shorter', () => {
    const coolDowns = new CoolDowns(new ManualClock());

    const pauses = Array.from({ length: 9 }, () => coolDowns.begin('grant'));

    [1, 2, 4, 8, 16, 32, 60, 60, 60].forEach((seconds, at) => {
      expect(pauses[at]).toBeLessThanOrEqual(seconds * 1000);
      expect(pauses[at]).toBeGreaterThanOrEqual(seconds * 750);
    });
  });

  it('last as long as LiveChat asks for', () => {
    const coolDowns = new CoolDowns(new ManualClock());

    expect(coolDowns.begin('grant', 90_000)).toBe(90_000);
  });

  it('are over in time, and begin again where they were', async () => {
    const clock = new ManualClock();
    const coolDowns = new CoolDowns(clock);
    coolDowns.begin('grant');
    await clock.advance(1_000);

    expect(coolDowns.remainingMs('grant')).toBe(0);
    expect(coolDowns.begin('grant')).toBeGreaterThan(1_000);
  });

  it('begin anew after a success', () => {
    const coolDowns = new CoolDowns(new ManualClock());
    coolDowns.begin('grant');
    coolDowns.begin('grant');
    coolDowns.end('grant');

    expect(coolDowns.begin('grant')).toBeLessThanOrEqual(1_000);
  });

  it('begin anew when nothing has happened for long', async () => {
    const clock = new ManualClock();
    const coolDowns = new CoolDowns(clock, 60_000);
    coolDowns.begin('grant');
    coolDowns.begin('grant');
    await clock.advance(61_000);
    expect(coolDowns.begin('grant')).toBeGreaterThan(2_000);
    await clock.advance(70_000);

    expect(coolDowns.begin('grant')).toBeLessThanOrEqual(1_000);
  });

  it('begin with the second time of what may happen once', async () => {
    const clock = new ManualClock();
    const coolDowns = new CoolDowns(clock, 60_000);

    coolDowns.note('grant');
    expect(coolDowns.remainingMs('grant')).toBe(0);
    coolDowns.note('grant');
    expect(coolDowns.remainingMs('grant')).toBeGreaterThan(0);
    await clock.advance(70_000);
    coolDowns.note('grant');

    expect(coolDowns.remainingMs('grant')).toBe(0);
  });

  it('are each grant’s own', () => {
    const coolDowns = new CoolDowns(new ManualClock());
    coolDowns.begin('grant');

    expect(coolDowns.remainingMs('another')).toBe(0);
  });
});
