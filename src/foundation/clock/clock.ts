/** The one source of time, so that a test can hold it still and move it. */
export abstract class Clock {
  /** Milliseconds since the epoch. */
  abstract now(): number;

  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  abstract sleep(ms: number, signal?: AbortSignal): Promise<void>;

  /** Runs `task` after `ms`, unless the returned function is called first. Much cheaper than a sleep that is cut short. */
  abstract after(ms: number, task: () => void): () => void;

  /** Runs `task` every `ms` until the returned function is called. Never keeps the process alive. */
  abstract every(ms: number, task: () => void): () => void;
}
