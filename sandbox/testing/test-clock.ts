import type { SandboxClock } from '../clock.js';

interface Sleeper {
  readonly wakesAt: number;
  readonly wake: () => void;
}

/** A clock that moves when it is told to. */
export class TestClock implements SandboxClock {
  private sleepers: Sleeper[] = [];
  private waitingFor: { count: number; resolve: () => void } | undefined;

  constructor(private current = Date.parse('2026-11-22T12:00:00Z')) {}

  now(): number {
    return this.current;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = { wakesAt: this.current + ms, wake: resolve };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.sleepers = this.sleepers.filter((it) => it !== sleeper);
        reject(new Error('The sleep was interrupted.'));
      });
      if (this.waitingFor !== undefined && this.sleepers.length >= this.waitingFor.count)
        this.waitingFor.resolve();
    });
  }

  /** Resolves when so many sleep. */
  sleeping(count: number): Promise<void> {
    if (this.sleepers.length >= count) return Promise.resolve();
    return new Promise((resolve) => {
      this.waitingFor = { count, resolve };
    });
  }

  advance(ms: number): void {
    this.current += ms;
    const due = this.sleepers.filter(({ wakesAt }) => wakesAt <= this.current);
    this.sleepers = this.sleepers.filter((sleeper) => !due.includes(sleeper));
    for (const { wake } of due) wake();
  }
}
