import { setMaxListeners } from 'node:events';

/** An abort controller for the end of the process: any number of waiters may listen to it at once. */
export function untilStopped(): AbortController {
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  return stopping;
}
