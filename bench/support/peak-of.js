import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 100;

/** What work comes to, and the largest value meanwhile. */
export async function peakOf(valueNow, work) {
  const values = [await valueNow()];
  const over = new AbortController();
  const watching = watch(valueNow, values, over.signal);
  try {
    return { result: await work(), peak: await peak() };
  } finally {
    over.abort();
  }

  async function peak() {
    over.abort();
    await watching;
    return Math.max(...values);
  }
}

async function watch(valueNow, values, signal) {
  while (!signal.aborted) {
    await pause(LOOK_EVERY_MS);
    values.push(await valueNow());
  }
}
