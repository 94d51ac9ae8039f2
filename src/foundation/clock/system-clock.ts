import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';

import { Clock } from './clock.js';

/** The machine's clock. */
@Injectable()
export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    try {
      await pause(ms, undefined, { signal });
    } catch (error) {
      throw signal?.reason ?? error;
    }
  }

  after(ms: number, task: () => void): () => void {
    const timer = setTimeout(task, ms);
    return () => {
      clearTimeout(timer);
    };
  }

  every(ms: number, task: () => void): () => void {
    const timer = setInterval(task, ms);
    timer.unref();
    return () => {
      clearInterval(timer);
    };
  }
}
