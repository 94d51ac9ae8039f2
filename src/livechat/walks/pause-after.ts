const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;
const MOST_PAUSES = 4;

/**
 * How many milliseconds to wait before LiveChat, which had too many requests, is asked for the page again: as long as it
 * says, else twice as long each time. Undefined when that is not worth a caller's while.
 *
 * @param pauses how often this page was waited for already
 * @param retryAfter the header, in seconds; LiveChat documents none
 */
export function pauseAfter(pauses: number, retryAfter: string | undefined): number | undefined {
  if (pauses >= MOST_PAUSES) return undefined;
  if (!retryAfter || !/^\d{1,9}$/.test(retryAfter)) return FIRST_PAUSE_MS * 2 ** pauses;
  const ms = Number(retryAfter) * 1_000;
  return ms <= LONGEST_PAUSE_MS ? ms : undefined;
}
