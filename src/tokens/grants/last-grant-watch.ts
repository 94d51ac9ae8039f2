import { Injectable } from '@nestjs/common';

import { Log } from '../../foundation/index.js';
import type { GrantRef } from '../token-values.js';
import { isWorking } from './grant-health.js';
import { GrantStore } from './grant-store.js';

/** Notices when an organization loses the last grant through which it can be acted for. */
@Injectable()
export class LastGrantWatch {
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly store: GrantStore,
    private readonly log: Log,
  ) {}

  /**
   * Makes a change that may end a grant, and says so if it was the last that worked.
   *
   * Changes to one organization take turns: of two grants that end at once only the later one is the last.
   */
  async during<Result>(ref: GrantRef, cause: string, change: () => Promise<Result>): Promise<Result> {
    const { organizationId } = ref;
    const before = this.turns.get(organizationId) ?? Promise.resolve();
    const turn = before.then(() => this.watched(ref, cause, change));
    const over = turn.then(nothing, nothing);
    this.turns.set(organizationId, over);
    try {
      return await turn;
    } finally {
      if (this.turns.get(organizationId) === over) this.turns.delete(organizationId);
    }
  }

  private async watched<Result>(
    ref: GrantRef,
    cause: string,
    change: () => Promise<Result>,
  ): Promise<Result> {
    const couldAct = await this.canActFor(ref);
    const result = await change();
    if (couldAct) await this.report(ref, cause);
    return result;
  }

  /** The change is made: that its consequence cannot be read is no failure of it. */
  private async report(ref: GrantRef, cause: string): Promise<void> {
    try {
      if (!(await this.canActFor(ref)))
        this.log.warn({ event: 'tokens.last_healthy_grant_died', ...ref, cause });
    } catch (error) {
      this.log.warn({ event: 'tokens.last_healthy_grant_unknown', ...ref, error });
    }
  }

  private async canActFor({ organizationId }: GrantRef): Promise<boolean> {
    return (await this.store.listOf(organizationId)).some(({ health }) => isWorking(health));
  }
}

function nothing(): void {
  // the caller has the outcome; the next turn only needs to know that this one is over
}
