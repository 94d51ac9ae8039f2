import { Module } from '@nestjs/common';

import { AuthModule } from '../auth/index.js';
import { TokensModule } from '../tokens/index.js';
import { AuthorizedSender } from './gateway/authorized-sender.js';
import { Gateway } from './gateway/gateway.js';
import { GatewayController } from './gateway/gateway.controller.js';
import { UpstreamPool } from './gateway/upstream-pool.js';
import { LiveChatService } from './livechat.service.js';
import { GrantObserver } from './policy/grant-observer.js';

@Module({
  imports: [AuthModule, TokensModule],
  controllers: [GatewayController],
  providers: [AuthorizedSender, Gateway, GrantObserver, LiveChatService, UpstreamPool],
  exports: [LiveChatService],
})
export class LiveChatModule {}
