import { type DynamicModule, Module, type Provider } from '@nestjs/common';

import type { Settings } from '../app.config.js';
import { AuthConfig } from '../auth/index.js';
import { DatabaseConfig, HttpConfig } from '../foundation/index.js';
import { LiveChatConfig } from '../livechat/index.js';
import { TokensConfig } from '../tokens/index.js';

/** Hands each room its own slice of the settings. */
@Module({})
export class SettingsModule {
  static forRoot(settings: Settings): DynamicModule {
    const slices: Provider[] = [
      { provide: HttpConfig, useValue: settings.http },
      { provide: DatabaseConfig, useValue: settings.database },
      { provide: TokensConfig, useValue: settings.tokens },
      { provide: AuthConfig, useValue: settings.auth },
      { provide: LiveChatConfig, useValue: settings.livechat },
    ];
    return {
      module: SettingsModule,
      global: true,
      providers: slices,
      exports: [HttpConfig, DatabaseConfig, TokensConfig, AuthConfig, LiveChatConfig],
    };
  }
}
