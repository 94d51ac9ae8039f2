import { Clock } from '../../../foundation/index.js';
import { never, type ProcessLife } from './process-life.js';

/** The clock as one process has it: its sleeps and intervals end with the process, and wake nobody. */
export class ProcessClock extends Clock {
  private readonly over = new AbortController();

  constructor(
    private readonly clock: Clock,
    life: ProcessLife,
  ) {
    super();
    life.onEnd(() => {
      this.over.abort();
    });
  }

  now(): number {
    return this.clock.now();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const ends = AbortSignal.any(signal ? [signal, this.over.signal] : [this.over.signal]);
    try {
      await this.clock.sleep(ms, ends);
    } catch (reason) {
      if (this.over.signal.aborted) await never();
      throw reason;
    }
  }

  after(ms: number, task: () => void): () => void {
    return this.endedWithProcess(this.clock.after(ms, task));
  }

  every(ms: number, task: () => void): () => void {
    return this.endedWithProcess(this.clock.every(ms, task));
  }

  private endedWithProcess(stop: () => void): () => void {
    this.over.signal.addEventListener('abort', stop);
    return () => {
      this.over.signal.removeEventListener('abort', stop);
      stop();
    };
  }
}
