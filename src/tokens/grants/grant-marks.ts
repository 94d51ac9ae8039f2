import { Injectable } from '@nestjs/common';

import { HttpConfig, Log } from '../../foundation/index.js';
import { ReauthorizationRequired } from '../errors/reauthorization-required.js';
import { reconnectUrlOf } from '../reconnect-url.js';
import type { GrantRef } from '../token-values.js';
import { CustodyCache } from './custody-cache.js';
import { GrantStore, type RenewalHold } from './grant-store.js';
import { LastGrantWatch } from './last-grant-watch.js';

/** Marks what a renewal found out about its grant. */
@Injectable()
export class GrantMarks {
  constructor(
    private readonly store: GrantStore,
    private readonly cache: CustodyCache,
    private readonly lastGrant: LastGrantWatch,
    private readonly http: HttpConfig,
    private readonly log: Log,
  ) {}

  /** The access token serves until it expires. False when the grant has moved on. */
  async degrade(hold: RenewalHold, cause: string): Promise<boolean> {
    if (!(await this.store.markHeld(hold, { health: 'degraded', cause }))) return false;
    this.cache.forget(hold.grant);
    this.log.warn({ event: 'tokens.degraded', ...hold.grant, cause });
    return true;
  }

  /** Nothing serves any more. The error to throw; undefined when the grant has moved on. */
  async end(hold: RenewalHold, cause: string): Promise<ReauthorizationRequired | undefined> {
    const mark = { health: 'reauthorization_required', cause } as const;
    const isMarked = await this.lastGrant.during(hold.grant, cause, () => this.store.markHeld(hold, mark));
    if (!isMarked) return undefined;
    this.cache.forget(hold.grant);
    this.log.warn({ event: 'tokens.reauthorization_required', ...hold.grant, cause });
    return this.reauthorizationRequired(hold.grant);
  }

  reauthorizationRequired(grant: GrantRef): ReauthorizationRequired {
    return new ReauthorizationRequired(grant, reconnectUrlOf(this.http));
  }

  /** Takes back what was held against grants while our own configuration was at fault. */
  async revive(grants: readonly GrantRef[]): Promise<void> {
    for (const grant of grants) {
      await this.store.mark(grant, { health: 'ok' }, ['reauthorization_required', 'degraded']);
      this.cache.forget(grant);
    }
  }
}
