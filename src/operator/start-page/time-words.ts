const MINUTE_MS = 60_000;
const UNITS = [
  ['day', 24 * 60 * MINUTE_MS],
  ['hour', 60 * MINUTE_MS],
  ['minute', MINUTE_MS],
] as const;

/** How far away a moment is, as a person would say it: `in 7 hours 32 minutes`, `3 minutes ago`. */
export function distanceInWords(fromMs: number, toMs: number): string {
  const distanceMs = toMs - fromMs;
  const words = durationInWords(Math.abs(distanceMs));
  if (words === undefined) return distanceMs < 0 ? 'just now' : 'in less than a minute';
  return distanceMs < 0 ? `${words} ago` : `in ${words}`;
}

/** The moment itself, to the second, in UTC: `2026-11-23 14:05:11 UTC`. */
export function exactTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Its two largest units; what is smaller does not change what a reader does. */
function durationInWords(durationMs: number): string | undefined {
  const largest = UNITS.findIndex(([, unitMs]) => durationMs >= unitMs);
  if (largest === -1) return undefined;
  let restMs = durationMs;
  const parts = UNITS.slice(largest, largest + 2).map(([unit, unitMs]) => {
    const count = Math.floor(restMs / unitMs);
    restMs -= count * unitMs;
    return count > 0 && `${count} ${unit}${count === 1 ? '' : 's'}`;
  });
  return parts.filter(Boolean).join(' ');
}
