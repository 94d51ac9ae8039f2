import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Raw, Repository } from 'typeorm';

import { DatabaseChanges } from '../../foundation/index.js';
import { ALARM_WINDOW_MS } from '../timings.js';
import type { GrantRef } from '../token-values.js';
import { TokensConfig } from '../tokens.config.js';
import { AmbiguousRefusalRow } from './ambiguous-refusal.entity.js';

const OF_LATE = Raw((refusedAt) => `${refusedAt} >= now_ms() - ${ALARM_WINDOW_MS}`);

/** The refusals of late, of all replicas, that may mean our client or one refresh token; a success forgets them. */
@Injectable()
export class AmbiguousRefusals {
  private mayExist = true;

  constructor(
    @InjectRepository(AmbiguousRefusalRow) private readonly rows: Repository<AmbiguousRefusalRow>,
    private readonly config: TokensConfig,
    changes: DatabaseChanges,
  ) {
    const changed = (): void => {
      this.mayExist = true;
    };
    changes.watch('ambiguous_refusals', { changed, anything: changed });
  }

  /** Again from the same grant is one refusal, of later. */
  async add({ id: grantId, organizationId, accountId }: GrantRef): Promise<void> {
    const { clientId } = this.config;
    this.mayExist = true;
    await this.rows
      .createQueryBuilder()
      .insert()
      .values({ grantId, clientId, organizationId, accountId, refusedAt: () => 'now_ms()' })
      .orUpdate(['refused_at'], ['grant_id'])
      .execute();
  }

  /** The grants they were about. */
  async grants(): Promise<readonly GrantRef[]> {
    const rows = await this.rows.findBy({ clientId: this.config.clientId, refusedAt: OF_LATE });
    return rows.map(({ grantId, organizationId, accountId }) => ({ id: grantId, organizationId, accountId }));
  }

  /** Without a statement when there are none. Nobody waits for it, and one that fails is made up for by the next success. */
  forget(): void {
    if (!this.mayExist) return;
    this.mayExist = false;
    this.rows.delete({ clientId: this.config.clientId }).catch(() => {
      this.mayExist = true;
    });
  }
}
