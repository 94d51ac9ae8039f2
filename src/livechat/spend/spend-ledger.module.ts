import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { livechatEntities } from '../livechat.schema.js';
import { SpendLedger } from './spend-ledger.js';

/** What was spent alone, for programs such as the command line that spend nothing. */
@Module({
  imports: [TypeOrmModule.forFeature(livechatEntities)],
  providers: [SpendLedger],
  exports: [SpendLedger],
})
export class SpendLedgerModule {}
