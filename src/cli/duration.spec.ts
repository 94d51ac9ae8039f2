import { describe, expect, it } from '@jest/globals';

import { duration, durationOrNone } from './duration.js';

const MINUTE_MS = 60_000;

describe('a duration on the command line', () => {
  it.each([
    ['1m', MINUTE_MS],
    ['30m', 30 * MINUTE_MS],
    ['12h', 12 * 60 * MINUTE_MS],
    ['90d', 90 * 24 * 60 * MINUTE_MS],
    ['99999d', 99_999 * 24 * 60 * MINUTE_MS],
  ])('%s is %d ms', (text, ms) => {
    expect([duration(text), durationOrNone(text)]).toEqual([ms, ms]);
  });

  it.each([
    '',
    'm',
    '5',
    '-1m',
    '+1m',
    '1.5h',
    '1e3m',
    '1 h',
    '1H',
    '2w',
    '1h30m',
    '100000d',
    'Infinityd',
    '0x1h',
  ])('is not %j', (text) => {
    expect(() => duration(text)).toThrow('30m, 12h or 90d');
    expect(() => durationOrNone(text)).toThrow('30m, 12h or 90d, or 0');
  });

  it.each(['0', '0m', '0d'])('is nothing as %j, where that may be', (text) => {
    expect(() => duration(text)).toThrow('30m, 12h or 90d');
    expect(durationOrNone(text)).toBe(0);
  });
});
