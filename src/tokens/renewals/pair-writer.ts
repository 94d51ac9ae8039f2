import { Injectable } from '@nestjs/common';

import { Clock, Log } from '../../foundation/index.js';
import { backoffMs } from '../backoff.js';
import { GrantStore, type RenewalHold, type RenewedPair } from '../grants/grant-store.js';
import { untilStopped } from '../stopping.js';
import { WRITE_RETRY_FIRST_MS, WRITE_RETRY_LAST_MS } from '../timings.js';
import { TokensConfig } from '../tokens.config.js';
import { Spool } from './spool.js';

/**
 * What became of a pair: written, by us or from the spool by whoever took the lease over; lost, since the grant has moved
 * on; or left in the spool, since another replica holds the lease, and has written nothing yet.
 */
export type PairOutcome = 'written' | 'lost' | 'left_in_spool';

/**
 * Writes a renewed pair to its grant, however long the database refuses.
 *
 * The pair is sealed when it gets here and stays so. Until the database has it, it also lies in the spool: whatever
 * ends this process in between, the next start or the next owner of the lease finds it there.
 */
@Injectable()
export class PairWriter {
  private readonly stopping = untilStopped();
  private underWay = 0;

  constructor(
    private readonly store: GrantStore,
    private readonly spool: Spool,
    private readonly config: TokensConfig,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** How many pairs the database has not taken yet. */
  get unwritten(): number {
    return this.underWay;
  }

  /** @throws the database's error when the process stops first */
  async write(hold: RenewalHold, pair: RenewedPair): Promise<PairOutcome> {
    this.underWay += 1;
    try {
      const file = await this.spooled(hold, pair);
      const outcome = (await this.surelyWritten(hold, pair)) ? 'written' : await this.refused(hold, pair);
      if (file === undefined) return outcome === 'written' ? outcome : 'lost';
      if (outcome === 'left_in_spool')
        this.log.warn({ event: 'tokens.renewed_pair_left_in_spool', grant: hold.grant.id });
      else await this.removeSpooled(file);
      return outcome;
    } finally {
      this.underWay -= 1;
    }
  }

  /** Ends waiting: each pair still unwritten is tried once more, and then left to the spool. */
  stop(): void {
    this.stopping.abort(new Error('The process stops'));
  }

  /** The lease is lost. While the grant is as it was, no other pair is good: LiveChat may have given this one for a single-use token. */
  private async refused({ grant, generation }: RenewalHold, pair: RenewedPair): Promise<PairOutcome> {
    const stored = await this.store.findSealed(grant);
    if (stored?.ref.id !== grant.id) return 'lost';
    if (stored.pair.accessToken === pair.accessToken) return 'written';
    return stored.generation === generation ? 'left_in_spool' : 'lost';
  }

  private async surelyWritten(hold: RenewalHold, pair: RenewedPair): Promise<boolean> {
    try {
      return await this.store.writeRenewed(hold, pair);
    } catch (error) {
      this.log.error({ event: 'tokens.renewed_pair_not_written', grant: hold.grant.id, error });
      return this.writeAgain(hold, pair);
    }
  }

  private async writeAgain(hold: RenewalHold, pair: RenewedPair): Promise<boolean> {
    for (let times = 0; ; times += 1) {
      await this.pause(backoffMs(times, WRITE_RETRY_FIRST_MS, WRITE_RETRY_LAST_MS));
      try {
        const written = await this.store.writeRenewed(hold, pair);
        if (written) this.log.info({ event: 'tokens.renewed_pair_written_late', grant: hold.grant.id });
        return written;
      } catch (error) {
        if (this.stopping.signal.aborted) throw error;
      }
    }
  }

  private async pause(ms: number): Promise<void> {
    try {
      await this.clock.sleep(ms, this.stopping.signal);
    } catch (error) {
      if (!this.stopping.signal.aborted) throw error;
    }
  }

  private async spooled({ grant, generation }: RenewalHold, pair: RenewedPair): Promise<string | undefined> {
    try {
      const { accessToken, refreshToken, scopes, issuedAt, expiresAt } = pair;
      const sealed = { accessToken, refreshToken, scopes: [...scopes], issuedAt, expiresAt };
      const { id, organizationId, accountId } = grant;
      const tenant = { clientId: this.config.clientId, grant: { id, organizationId, accountId } };
      return await this.spool.put({ ...tenant, generation, pair: sealed });
    } catch (error) {
      this.log.error({ event: 'tokens.renewed_pair_not_spooled', grant: grant.id, error });
      return undefined;
    }
  }

  private async removeSpooled(file: string): Promise<void> {
    try {
      await this.spool.remove(file);
    } catch (error) {
      this.log.warn({ event: 'tokens.spool_file_not_removed', file, error });
    }
  }
}
