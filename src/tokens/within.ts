import type { Clock } from '../foundation/index.js';

/** What {@link within} resolves to when the time is over first. */
export const TOO_LATE: unique symbol = Symbol('too late');

/** Waits for the work so long and no longer; the work goes on. */
export async function within<Result>(
  clock: Clock,
  ms: number,
  work: Promise<Result>,
): Promise<Result | typeof TOO_LATE> {
  const nap = new AbortController();
  const timeOver = clock.sleep(ms, nap.signal).then((): typeof TOO_LATE => TOO_LATE);
  try {
    return await Promise.race([work, timeOver]);
  } finally {
    nap.abort(new Error('no longer waited for'));
  }
}
