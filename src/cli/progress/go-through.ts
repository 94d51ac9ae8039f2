import { setImmediate as turnOfTheEventLoop } from 'node:timers/promises';

import type { Interruption } from '../interruption.js';
import type { Progress } from './progress.js';

interface Surroundings {
  readonly progress: Progress;
  readonly interruption: Interruption;
}

/**
 * Goes through work that yields how many rows each batch was, and shows how far it has come.
 *
 * Returns what the work came to, or undefined when it was stopped between two batches.
 */
export async function goThrough<Result>(
  work: AsyncGenerator<number, Result>,
  { progress, interruption }: Surroundings,
): Promise<Result | undefined> {
  let done = 0;
  try {
    while (!interruption.isAsked) {
      const batch = await work.next();
      if (batch.done) return batch.value;
      done += batch.value;
      progress.show(done);
      await turnOfTheEventLoop(); // SQLite's driver lets no signal and no timer in by itself
    }
    return undefined;
  } finally {
    progress.end();
  }
}
