import { Module } from '@nestjs/common';

import { CodeExchange } from './endpoint/code-exchange.js';
import { Installations } from './installations/installations.js';
import { ConfigurationAlarm } from './renewals/configuration-alarm.js';
import { TokensService } from './tokens.service.js';

@Module({
  providers: [TokensService, Installations, CodeExchange, ConfigurationAlarm],
  exports: [TokensService, Installations, CodeExchange, ConfigurationAlarm],
})
export class TokensModule {}
