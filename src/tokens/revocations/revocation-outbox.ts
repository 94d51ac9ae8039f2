import { Injectable } from '@nestjs/common';

import { Clock, Log } from '../../foundation/index.js';
import { TokenEndpoint } from '../endpoint/token-endpoint.js';
import { REVOCATION_WAIT_MS } from '../timings.js';
import type { TokenPair } from '../token-values.js';
import { within } from '../within.js';
import { type NotedPair, RevocationStore } from './revocation-store.js';

/**
 * Revokes pairs at LiveChat, and goes on until LiveChat has done it.
 *
 * A pair is noted before the grant lets go of it, so that a crash between cannot leave it alive. A pair that a grant
 * depends on is never revoked.
 */
@Injectable()
export class RevocationOutbox {
  private readonly underWay = new Map<string, Promise<void>>();
  private isWorking = false;
  private isStopped = false;

  constructor(
    private readonly store: RevocationStore,
    private readonly endpoint: TokenEndpoint,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Notes a pair to be revoked once no grant depends on it, and returns the note's id. */
  add(noted: NotedPair): Promise<string> {
    return this.store.add(noted);
  }

  /** The grant did not let go of the pair. */
  takeBack(id: string): Promise<void> {
    return this.store.remove(id);
  }

  /** Revokes now, if LiveChat answers soon; else the outbox goes on with it. Never throws. */
  async revokeSoon(ids: readonly string[]): Promise<void> {
    await within(this.clock, REVOCATION_WAIT_MS, Promise.all(ids.map((id) => this.attempt(id))));
  }

  /** Tries what is due, or all of it, one after the other; not while it is at that already. Never throws. */
  async work({ all }: { all: boolean }): Promise<void> {
    if (this.isWorking) return;
    this.isWorking = true;
    try {
      for (const id of await this.store.listDue({ all })) {
        if (!this.isStopped) await this.attempt(id);
      }
    } catch (error) {
      this.log.warn({ event: 'tokens.revocation_failed', of: 'outbox', error });
    } finally {
      this.isWorking = false;
    }
  }

  /** Begins nothing more, and resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all(this.underWay.values());
  }

  private attempt(id: string): Promise<void> {
    const already = this.underWay.get(id);
    if (already) return already;
    const attempt = this.revoke(id).finally(() => this.underWay.delete(id));
    this.underWay.set(id, attempt);
    return attempt;
  }

  private async revoke(id: string): Promise<void> {
    try {
      const pending = await this.store.claim(id);
      if (!pending) return;
      await this.revokeAtLiveChat(pending.pair);
      await this.store.remove(id);
      this.log.info({ event: 'tokens.revoked', ...pending.account });
    } catch (error) {
      this.log.warn({ event: 'tokens.revocation_failed', revocation: id, error });
      await this.postpone(id);
    }
  }

  private async postpone(id: string): Promise<void> {
    try {
      await this.store.postpone(id);
    } catch (error) {
      this.log.warn({ event: 'tokens.revocation_failed', of: 'outbox', revocation: id, error });
    }
  }

  /** The refresh token takes the access token with it; one that LiveChat does not know may leave the other alive. */
  private async revokeAtLiveChat({ refreshToken, accessToken }: TokenPair): Promise<void> {
    if (refreshToken && (await this.endpoint.revoke(refreshToken))) return;
    await this.endpoint.revoke(accessToken);
  }
}
