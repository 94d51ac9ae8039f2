import type { Clock } from '../foundation/index.js';

/** What {@link within} resolves to when the time is over first. */
export const TOO_LATE: unique symbol = Symbol('too late');

/** Waits for the work so long and no longer; the work goes on. Cheap, since a thousand callers may wait for one renewal. */
export function within<Result>(
  clock: Clock,
  ms: number,
  work: Promise<Result>,
): Promise<Result | typeof TOO_LATE> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => {
      resolve(TOO_LATE);
    });
    void work.then(resolve, reject).finally(cancel);
  });
}
