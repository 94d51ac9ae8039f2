import { InvalidArgumentError } from 'commander';

const DURATION = /^(\d{1,5})([mhd])$/;
const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads a duration such as `30m`, `12h` or `90d` from the command line, in milliseconds. */
export function duration(text: string): number {
  const ms = msIn(text);
  if (ms > 0) return ms;
  throw new InvalidArgumentError('It must be a duration such as 30m, 12h or 90d.');
}

/** Reads a duration that may also be `0`. */
export function durationOrNone(text: string): number {
  const ms = text === '0' ? 0 : msIn(text);
  if (ms >= 0) return ms;
  throw new InvalidArgumentError('It must be a duration such as 30m, 12h or 90d, or 0.');
}

/** NaN when it is none. */
function msIn(text: string): number {
  const [, count, unit = ''] = DURATION.exec(text) ?? [];
  return Number(count) * (UNIT_MS[unit] ?? NaN);
}
