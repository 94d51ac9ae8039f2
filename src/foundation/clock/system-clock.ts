import { Injectable } from '@nestjs/common';
import { setTimeout as after } from 'node:timers/promises';

import { Clock } from './clock.js';

/** The machine's clock. */
@Injectable()
export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    try {
      await after(ms, undefined, { signal });
    } catch (error) {
      throw signal?.reason ?? error;
    }
  }

  every(ms: number, task: () => void): () => void {
    const timer = setInterval(task, ms);
    timer.unref();
    return () => {
      clearInterval(timer);
    };
  }
}
