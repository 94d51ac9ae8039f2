import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { LessThanOrEqual, Repository } from 'typeorm';

import { Clock } from '../../foundation/index.js';
import { backoffMs } from '../backoff.js';
import { GrantSealing, type SealedPair } from '../grants/grant-sealing.js';
import { GrantStore } from '../grants/grant-store.js';
import type { Grant } from '../grants/grant.js';
import { REVOCATION_ABANDONED_MS, REVOCATION_RETRY_FIRST_MS, REVOCATION_RETRY_LAST_MS } from '../timings.js';
import type { AccountRef, TokenPair } from '../token-values.js';
import { TokensConfig } from '../tokens.config.js';
import { PendingRevocationRow } from './pending-revocation.entity.js';

/** A pair that LiveChat has still to revoke. */
export interface PendingRevocation {
  readonly id: string;
  readonly account: AccountRef;
  readonly pair: TokenPair;
}

/** A pair to be noted; with the grant and the generation that it, or the pair it came of, was held in. */
export interface NotedPair {
  readonly ref: AccountRef & { readonly id?: string };
  readonly generation?: number;
  readonly pair: SealedPair;
}

/** Where pairs lie until LiveChat has revoked them. */
@Injectable()
export class RevocationStore {
  constructor(
    @InjectRepository(PendingRevocationRow) private readonly rows: Repository<PendingRevocationRow>,
    private readonly grants: GrantStore,
    private readonly sealing: GrantSealing,
    private readonly config: TokensConfig,
    private readonly clock: Clock,
  ) {}

  async add({ ref, generation, pair }: NotedPair): Promise<string> {
    const id = randomUUID();
    const now = this.clock.now();
    const { accessToken, refreshToken } = pair;
    const { organizationId, accountId, id: grantId } = ref;
    await this.rows.insert({
      id,
      clientId: this.config.clientId,
      organizationId,
      accountId,
      grantId,
      generation,
      accessToken,
      refreshToken,
      attempts: 0,
      dueAt: now,
      createdAt: now,
    });
    return id;
  }

  async listDue({ all }: { all: boolean }): Promise<readonly string[]> {
    const due = all ? {} : { dueAt: LessThanOrEqual(this.clock.now()) };
    const rows = await this.rows.find({
      where: { clientId: this.config.clientId, ...due },
      order: { dueAt: 'ASC' },
      select: { id: true },
      take: 1000,
    });
    return rows.map(({ id }) => id);
  }

  count(): Promise<number> {
    return this.rows.countBy({ clientId: this.config.clientId });
  }

  /**
   * The pair, if it may be revoked. One that a grant depends on stays until it is let go of, or is dropped as left by a
   * crash: whatever the grant's own end revokes.
   *
   * A grant depends on the pair it holds, and on those it came of: nobody knows whether LiveChat revokes it with them.
   */
  async claim(id: string): Promise<PendingRevocation | undefined> {
    const row = await this.rows.findOneBy({ id, clientId: this.config.clientId });
    if (!row) return undefined;
    const pair = this.sealing.open(row, row);
    const { organizationId, accountId } = row;
    const held = await this.grants.findByAccount(row);
    if (held && (shareToken(held, pair) || isOfFamily(held, row))) return this.dropIfAbandoned(row);
    return { id, account: { organizationId, accountId }, pair };
  }

  private async dropIfAbandoned({ id, createdAt }: PendingRevocationRow): Promise<undefined> {
    if (createdAt <= this.clock.now() - REVOCATION_ABANDONED_MS) await this.remove(id);
    return undefined;
  }

  /** Due again later, and later each time. */
  async postpone(id: string): Promise<void> {
    const row = await this.rows.findOneBy({ id });
    if (!row) return;
    const pauseMs = backoffMs(row.attempts, REVOCATION_RETRY_FIRST_MS, REVOCATION_RETRY_LAST_MS);
    await this.rows.update({ id }, { attempts: row.attempts + 1, dueAt: this.clock.now() + pauseMs });
  }

  async remove(id: string): Promise<void> {
    await this.rows.delete({ id });
  }
}

function isOfFamily(held: Grant, { grantId, generation }: PendingRevocationRow): boolean {
  return held.ref.id === grantId && generation !== null && generation >= held.signedInGeneration;
}

function shareToken(one: TokenPair, other: TokenPair): boolean {
  if (one.accessToken.equals(other.accessToken)) return true;
  return Boolean(one.refreshToken && other.refreshToken && one.refreshToken.equals(other.refreshToken));
}
