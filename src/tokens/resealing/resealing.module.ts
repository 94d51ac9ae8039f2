import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { GrantSealing } from '../grants/grant-sealing.js';
import { ReplacedKeys } from '../lifecycle/replaced-keys.js';
import { SealingKeys } from '../lifecycle/sealing-keys.js';
import { DatabaseIdentity } from '../renewals/database-identity.js';
import { Spool } from '../renewals/spool.js';
import { NeededKeys } from '../sealed-rows/needed-keys.js';
import { SealedTables } from '../sealed-rows/sealed-tables.js';
import { SpooledKeys } from '../sealed-rows/spooled-keys.js';
import { tokensEntities } from '../tokens.schema.js';
import { PairResealer } from './pair-resealer.js';
import { Resealing } from './resealing.js';

/** Resealing alone, for the command line: it renews nothing, and takes up nothing that a server left. */
@Module({
  imports: [TypeOrmModule.forFeature(tokensEntities)],
  providers: [
    DatabaseIdentity,
    Spool,
    SpooledKeys,
    SealedTables,
    NeededKeys,
    SealingKeys,
    ReplacedKeys,
    GrantSealing,
    PairResealer,
    Resealing,
  ],
  exports: [Resealing, NeededKeys],
})
export class ResealingModule {}
