import { Injectable } from '@nestjs/common';

import { Log } from '../../foundation/index.js';
import { GrantStore } from '../grants/grant-store.js';
import { RevocationOutbox } from '../revocations/revocation-outbox.js';
import { HeldLease } from './held-lease.js';
import { Spool, type SpooledPair } from './spool.js';

/** Settles renewed pairs that an earlier process could not write: each goes to its grant, or is revoked. */
@Injectable()
export class SpooledPairs {
  private names: readonly string[] = [];

  constructor(
    private readonly spool: Spool,
    private readonly store: GrantStore,
    private readonly lease: HeldLease,
    private readonly outbox: RevocationOutbox,
    private readonly log: Log,
  ) {}

  /** Takes in what lies in the spool now. What is put there later belongs to this process, and is not touched. */
  async open(): Promise<void> {
    this.names = await this.spool.names();
    await this.settle();
  }

  /** Settles what is left, but for grants that another process renews just now. */
  async settle(): Promise<void> {
    const left: string[] = [];
    for (const name of this.names) {
      if (!(await this.settleFile(name))) left.push(name);
    }
    this.names = left;
  }

  private async settleFile(name: string): Promise<boolean> {
    try {
      return await this.settled(name);
    } catch (error) {
      this.log.error({ event: 'tokens.spooled_pair_not_settled', file: name, error });
      return false;
    }
  }

  /** False when it is too early. */
  private async settled(name: string): Promise<boolean> {
    const spooled = await this.spool.read(name);
    if (!spooled) return true;
    const isWritten = await this.written(spooled);
    if (isWritten === undefined) return false;
    if (!isWritten) await this.outbox.add(spooled.grant, spooled.pair);
    await this.spool.remove(name);
    this.log.info({ event: 'tokens.spooled_pair_settled', ...spooled.grant, isWritten });
    return true;
  }

  /** False when the grant is gone or has moved on; undefined when its lease is held. */
  private async written({ grant, generation, pair }: SpooledPair): Promise<boolean | undefined> {
    const stored = await this.store.findSealed(grant);
    if (stored?.ref.id !== grant.id || stored.generation !== generation) return false;
    return this.lease.during(grant, (owner) => this.store.writeRenewed({ grant, owner, generation }, pair));
  }
}
