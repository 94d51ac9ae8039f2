import { Injectable } from '@nestjs/common';

import { Log } from '../../foundation/index.js';
import type { GrantRef } from '../token-values.js';
import { CustodyCache } from './custody-cache.js';
import { isWorking } from './grant-health.js';
import type { StoredHealth } from './grant.js';
import { LastGrantWatch } from './last-grant-watch.js';

/** What a row will hold once it is written. */
export interface ObservedChange {
  readonly health?: StoredHealth;
  readonly region?: string;
}

/** A grant's changes on their way to its row. */
interface Queue {
  readonly outcome: ObservedChange;
  readonly written: Promise<void>;
}

/** Writes what was seen of each grant in the order it was seen: the last one stays. */
@Injectable()
export class ObservedChanges {
  private readonly queues = new Map<string, Queue>();

  constructor(
    private readonly cache: CustodyCache,
    private readonly lastGrant: LastGrantWatch,
    private readonly log: Log,
  ) {}

  /** What the row will hold of what is not written yet: memory does not have it either. */
  pending(ref: GrantRef): ObservedChange {
    return this.queues.get(ref.id)?.outcome ?? {};
  }

  write(ref: GrantRef, change: ObservedChange, statement: () => Promise<unknown>): void {
    const before = this.queues.get(ref.id);
    const { health } = change;
    const watched =
      health === undefined || isWorking(health)
        ? statement
        : () => this.lastGrant.during(ref, health, statement);
    const queue: Queue = {
      outcome: { ...before?.outcome, ...change },
      written: this.writeAfter(before?.written, ref, watched).finally(() => {
        if (this.queues.get(ref.id) === queue) this.queues.delete(ref.id);
      }),
    };
    this.queues.set(ref.id, queue);
  }

  /** Resolves when what was seen of this grant is written. */
  async written(ref: GrantRef): Promise<void> {
    await this.queues.get(ref.id)?.written;
  }

  /** Resolves when all that was seen is written. */
  async settled(): Promise<void> {
    await Promise.all([...this.queues.values()].map(({ written }) => written));
  }

  private async writeAfter(
    before: Promise<void> | undefined,
    ref: GrantRef,
    statement: () => Promise<unknown>,
  ): Promise<void> {
    await before;
    try {
      await statement();
      this.cache.forget(ref);
    } catch (error) {
      this.log.warn({ event: 'tokens.observation_not_written', ...ref, error });
    }
  }
}
