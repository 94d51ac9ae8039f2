import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { ApiKeyStore } from './api-key-store.js';
import { ApiKeys } from './api-keys.js';
import { StoredApiKey } from './stored-api-key.entity.js';

/** API keys alone, for programs such as the command line that sign nobody in. */
@Module({
  imports: [TypeOrmModule.forFeature([StoredApiKey])],
  providers: [ApiKeys, ApiKeyStore],
  exports: [ApiKeys],
})
export class ApiKeysModule {}
