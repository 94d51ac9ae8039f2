import { type DynamicModule, Module } from '@nestjs/common';

import type { Settings } from './app.config.js';
import { SettingsModule } from './app/settings.module.js';
import { authEntities, authMigrations, AuthModule } from './auth/index.js';
import { type Clock, DatabaseModule, FoundationModule, Keyring, type Log } from './foundation/index.js';
import { livechatEntities, livechatMigrations, LiveChatModule } from './livechat/index.js';
import { OperationsModule } from './operations/index.js';
import { OperatorModule } from './operator/index.js';
import {
  tokensEntities,
  tokensEntitiesMadeByMigrations,
  tokensMigrations,
  TokensModule,
} from './tokens/index.js';

/** Every table, and how each came to be. */
export const databaseSchema = {
  entities: [...tokensEntities, ...authEntities, ...livechatEntities],
  migrations: [...tokensMigrations, ...authMigrations, ...livechatMigrations],
};

/** The tables whose rows come from migrations. */
export const entitiesMadeByMigrations = tokensEntitiesMadeByMigrations;

/** What differs between the machine and a test. */
export interface Surroundings {
  readonly clock: Clock;
  readonly log: Log;
  /** The sandbox's control page, when LiveChat is the sandbox. */
  readonly sandboxUrl?: URL;
}

/** The table of contents. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings, { clock, log, sandboxUrl }: Surroundings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.forRoot(settings),
        FoundationModule.forRoot({ clock, log, keyring: new Keyring(settings.encryptionKeys) }),
        DatabaseModule.forRoot(databaseSchema, { asServer: true }),
        TokensModule,
        AuthModule,
        LiveChatModule,
        OperatorModule.forRoot({ sandboxUrl }),
        OperationsModule,
      ],
    };
  }
}
