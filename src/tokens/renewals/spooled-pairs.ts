import { Injectable } from '@nestjs/common';

import { Log } from '../../foundation/index.js';
import { CustodyCache } from '../grants/custody-cache.js';
import { GrantStore, type RenewalHold } from '../grants/grant-store.js';
import { RevocationOutbox } from '../revocations/revocation-outbox.js';
import { HeldLease } from './held-lease.js';
import { Spool, type SpooledPair } from './spool.js';

/** Settles renewed pairs that a process did not get to write: each goes to its grant, or is revoked. */
@Injectable()
export class SpooledPairs {
  constructor(
    private readonly spool: Spool,
    private readonly store: GrantStore,
    private readonly cache: CustodyCache,
    private readonly lease: HeldLease,
    private readonly outbox: RevocationOutbox,
    private readonly log: Log,
  ) {}

  /** Settles what lies in the spool, but for grants that somebody renews just now: that pair may still be on its way. */
  async settle(): Promise<void> {
    for (const name of await this.spool.names()) await this.settleFile(name);
  }

  /**
   * For the owner of a lease whose grant has a renewal of unknown outcome: writes the pair that it brought, if the process
   * that died left it where we can read it.
   */
  async recover(hold: RenewalHold): Promise<boolean> {
    for (const name of await this.spool.names(hold.grant.id)) {
      const spooled = await this.spool.read(name);
      if (spooled?.generation !== hold.generation) continue;
      if (!(await this.store.writeRenewed(hold, spooled.pair))) return false;
      await this.spool.remove(name);
      this.log.info({ event: 'tokens.spooled_pair_settled', ...hold.grant, isWritten: true });
      return true;
    }
    return false;
  }

  private async settleFile(name: string): Promise<void> {
    try {
      await this.settleNow(name);
    } catch (error) {
      this.log.error({ event: 'tokens.spooled_pair_not_settled', file: name, error });
    }
  }

  private async settleNow(name: string): Promise<void> {
    const spooled = await this.spool.read(name);
    if (!spooled) return;
    const isWritten = await this.written(spooled);
    if (isWritten === undefined) return;
    if (!isWritten) await this.outbox.add({ ...spooled, ref: spooled.grant });
    await this.spool.remove(name);
    this.log.info({ event: 'tokens.spooled_pair_settled', ...spooled.grant, isWritten });
  }

  /** False when the grant is gone or has moved on; undefined when its lease is held. */
  private async written({ grant, generation, pair }: SpooledPair): Promise<boolean | undefined> {
    const stored = await this.store.findSealed(grant);
    if (stored?.ref.id !== grant.id || stored.generation !== generation) return false;
    const isWritten = await this.lease.during(grant, ({ owner }) =>
      this.store.writeRenewed({ grant, owner, generation }, pair),
    );
    this.cache.forget(grant);
    return isWritten;
  }
}
