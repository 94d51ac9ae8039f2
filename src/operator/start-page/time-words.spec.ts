import { describe, expect, it } from '@jest/globals';

import { distanceInWords, exactTime } from './time-words.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('distanceInWords', () => {
  it.each([
    [8 * HOUR, 'in 8 hours'],
    [7 * HOUR + 32 * MINUTE + 59 * SECOND, 'in 7 hours 32 minutes'],
    [HOUR + MINUTE, 'in 1 hour 1 minute'],
    [MINUTE, 'in 1 minute'],
    [59 * SECOND, 'in less than a minute'],
    [0, 'in less than a minute'],
    [2 * DAY + 3 * HOUR + 4 * MINUTE, 'in 2 days 3 hours'],
    [DAY + 5 * MINUTE, 'in 1 day'],
    [-3 * MINUTE, '3 minutes ago'],
    [-5 * SECOND, 'just now'],
    [-(DAY + HOUR), '1 day 1 hour ago'],
  ])('says %d ms as %s', (distanceMs, words) => {
    expect(distanceInWords(1_000_000_000_000, 1_000_000_000_000 + distanceMs)).toBe(words);
  });
});

it('writes a moment to the second, in UTC', () => {
  expect(exactTime(Date.UTC(2026, 10, 23, 14, 5, 11, 999))).toBe('2026-11-23 14:05:11 UTC');
});
