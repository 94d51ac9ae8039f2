import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';

import { GrantRow } from '../grants/grant.entity.js';
import { PendingRevocationRow } from '../revocations/pending-revocation.entity.js';
import { TokensConfig } from '../tokens.config.js';
import { SealedTable } from './sealed-table.js';

/**
 * This app's tables of sealed pairs. Rows of another client, such as the sandbox's after a move to the real LiveChat,
 * are nothing to this process.
 */
@Injectable()
export class SealedTables {
  /** Grants first: a revocation's pair comes from one. */
  readonly all: readonly SealedTable[];

  constructor(
    @InjectRepository(GrantRow) grants: Repository<GrantRow>,
    @InjectRepository(PendingRevocationRow) revocations: Repository<PendingRevocationRow>,
    { clientId }: TokensConfig,
  ) {
    this.all = [new SealedTable(grants, clientId), new SealedTable(revocations, clientId)];
  }
}
