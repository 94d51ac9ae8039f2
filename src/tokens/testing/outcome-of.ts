import { expect } from '@jest/globals';

import type { RunningCustody } from './start-custody.js';

/** The error a promise ends with. */
export async function errorOf(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return error as Error;
  }
  throw new Error('it succeeded');
}

/** What work comes to that waits for the clock: time moves in small steps until it is done. */
export async function whileTimePasses<Result>(
  { clock }: Pick<RunningCustody, 'clock'>,
  work: Promise<Result>,
  stepMs = 50,
): Promise<Result> {
  const state = { isDone: false };
  const done = work.finally(() => {
    state.isDone = true;
  });
  done.catch(() => undefined);
  for (let step = 0; step < 10_000 && !state.isDone; step += 1) await clock.advance(stepMs);
  return done;
}

/** Resolves when the condition holds, as real HTTP and disk work go on. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 20_000; turn += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('it never came to that');
}
