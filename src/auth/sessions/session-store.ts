import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';

import { Clock, sweepOlder } from '../../foundation/index.js';
import type { GrantRef } from '../../tokens/index.js';
import { SessionCache } from './session-cache.js';
import type { Session } from './session.js';
import { StoredSession } from './stored-session.entity.js';

/** Sessions in the database, with the lately used ones in memory before it. */
@Injectable()
export class SessionStore {
  constructor(
    @InjectRepository(StoredSession) private readonly rows: Repository<StoredSession>,
    private readonly cache: SessionCache,
    private readonly clock: Clock,
  ) {}

  async add(session: Session): Promise<void> {
    const { grant, savedIdleExpiresAt: _, ...rest } = session;
    await this.rows.insert({
      ...rest,
      grantId: grant.id,
      organizationId: grant.organizationId,
      accountId: grant.accountId,
      createdAt: this.clock.now(),
    });
    this.cache.put(session);
  }

  /** Only from memory. */
  peek(idDigest: string): Session | undefined {
    return this.cache.get(idDigest);
  }

  async find(idDigest: string): Promise<Session | undefined> {
    return this.cache.get(idDigest) ?? this.cache.keep(() => this.load(idDigest));
  }

  /** Writes a session's idle end down; `undefined` when the session is no longer there. */
  async saveIdleEnd(session: Session): Promise<Session | undefined> {
    const { idleExpiresAt } = session;
    const saved = { ...session, savedIdleExpiresAt: idleExpiresAt };
    this.cache.put(saved); // first, so that requests side by side write once
    const { affected } = await this.rows.update({ idDigest: session.idDigest }, { idleExpiresAt });
    if (affected === 1) return saved;
    this.cache.drop(session.idDigest);
    return undefined;
  }

  async remove(idDigest: string): Promise<void> {
    await this.rows.delete({ idDigest });
    this.cache.drop(idDigest);
  }

  async removeAllOf({ organizationId, accountId }: GrantRef): Promise<void> {
    await this.rows.delete({ organizationId, accountId });
    this.cache.clear();
  }

  /** Removes some that have ended. */
  async sweep(): Promise<void> {
    await sweepOlder(this.rows, 'idleExpiresAt', this.clock.now());
  }

  private async load(idDigest: string): Promise<Session | undefined> {
    const row = await this.rows.findOneBy({ idDigest });
    if (!row) return undefined;
    const { grantId, organizationId, accountId, generation, idleExpiresAt, expiresAt } = row;
    return {
      idDigest,
      grant: { id: grantId, organizationId, accountId },
      generation,
      idleExpiresAt,
      savedIdleExpiresAt: idleExpiresAt,
      expiresAt,
    };
  }
}
