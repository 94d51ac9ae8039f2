import type { SandboxClock } from '../clock.js';

interface Sleeper {
  readonly ms: number;
  readonly wakesAt: number;
  readonly wake: () => void;
}

interface Watcher {
  readonly ms: number;
  readonly resolve: () => void;
}

/** A clock that moves when it is told to. */
export class TestClock implements SandboxClock {
  private sleepers: Sleeper[] = [];
  private watchers: Watcher[] = [];

  constructor(private current = Date.parse('2026-11-22T12:00:00Z')) {}

  now(): number {
    return this.current;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = { ms, wakesAt: this.current + ms, wake: resolve };
      this.sleepers.push(sleeper);
      const interrupt = (): void => {
        this.sleepers = this.sleepers.filter((it) => it !== sleeper);
        reject(new Error('The sleep was interrupted.'));
      };
      if (signal?.aborted === true) interrupt();
      signal?.addEventListener('abort', interrupt);
      for (const watcher of this.watchers) if (watcher.ms === ms) watcher.resolve();
    });
  }

  /** Resolves when something sleeps for so long. */
  sleepingFor(ms: number): Promise<void> {
    if (this.sleepers.some((sleeper) => sleeper.ms === ms)) return Promise.resolve();
    return new Promise((resolve) => this.watchers.push({ ms, resolve }));
  }

  advance(ms: number): void {
    this.current += ms;
    const due = this.sleepers.filter(({ wakesAt }) => wakesAt <= this.current);
    this.sleepers = this.sleepers.filter((sleeper) => !due.includes(sleeper));
    for (const { wake } of due) wake();
  }
}
