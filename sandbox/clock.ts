import { setTimeout as delay } from 'node:timers/promises';

/** The time the sandbox lives in. A clock that can sleep also decides how long delays and retries take. */
export interface SandboxClock {
  now(): number;
  sleep?(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own time. */
export const systemClock: SandboxClock = { now: () => Date.now() };

/** Waits by the given clock if it can sleep, else by the machine's. Rejects when the signal aborts. */
export async function sleepBy(clock: SandboxClock, ms: number, signal?: AbortSignal): Promise<void> {
  if (clock.sleep === undefined) await delay(ms, undefined, { signal, ref: false });
  else await clock.sleep(ms, signal);
}
