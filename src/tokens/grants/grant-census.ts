import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';

import { countsBy } from '../figures/counts-by.js';
import { TokensConfig } from '../tokens.config.js';
import { GrantRow } from './grant.entity.js';
import type { StoredHealth } from './grant.js';

const NONE: Readonly<Record<StoredHealth, number>> = {
  ok: 0,
  degraded: 0,
  reauthorization_required: 0,
  license_expired: 0,
  account_suspended: 0,
};

/** How many grants there are in each state. */
@Injectable()
export class GrantCensus {
  constructor(
    @InjectRepository(GrantRow) private readonly rows: Repository<GrantRow>,
    private readonly config: TokensConfig,
  ) {}

  /** Answered from an index alone: the rows hold sealed tokens, and a million of them are a gigabyte. */
  countByHealth(): Promise<Readonly<Record<StoredHealth, number>>> {
    return countsBy(this.rows, 'health', { clientId: this.config.clientId, none: NONE });
  }
}
