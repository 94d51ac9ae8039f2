import { Injectable } from '@nestjs/common';
import { EventEmitter, once } from 'node:events';

import { Clock } from '../../foundation/index.js';

/** Lets who waits for a grant know that another replica has changed it. */
@Injectable()
export class GrantNews {
  private readonly news = new EventEmitter().setMaxListeners(0);

  constructor(private readonly clock: Clock) {}

  tell(grantId: string): void {
    this.news.emit(grantId);
  }

  /**
   * Resolves with the grant's next news, or after `ms`: news may be lost, and a lease that ends without a result is none.
   *
   * @throws the reason of `stopping` when it is aborted first
   */
  async wait(grantId: string, ms: number, stopping: AbortSignal): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([stopping, over.signal]);
    try {
      await Promise.race([once(this.news, grantId, { signal }), this.clock.sleep(ms, signal)]);
    } catch (error) {
      throw stopping.aborted ? (stopping.reason as Error) : error;
    } finally {
      over.abort(new Error('no longer waited for'));
    }
  }
}
