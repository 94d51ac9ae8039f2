import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';

import { AuthModule } from '../auth/index.js';
import { TokensModule } from '../tokens/index.js';
import { AuthorizingInterceptor } from './client/authorizing-interceptor.js';
import { httpOptions } from './client/http-options.js';
import { AuthorizedSender } from './gateway/authorized-sender.js';
import { Gateway } from './gateway/gateway.js';
import { GatewayCounts } from './gateway/gateway-counts.js';
import { GatewayRoutes } from './gateway/gateway.routes.js';
import { UpstreamPool } from './gateway/upstream-pool.js';
import { LiveChatConfig } from './livechat.config.js';
import { LiveChatService } from './livechat.service.js';
import { GrantObserver } from './policy/grant-observer.js';
import { LinkChecks } from './rtm/link/link-checks.js';
import { LoginServices } from './rtm/login/login-services.js';
import { RtmGateway } from './rtm/rtm-gateway.js';
import { RtmLinks } from './rtm/rtm-links.js';
import { RtmRoutes } from './rtm/rtm.routes.js';
import { UpgradeRequests } from './rtm/upgrade/upgrade-requests.js';
import { RtmUpstream } from './rtm/upstream/rtm-upstream.js';

/** Calling LiveChat: `/livechat/*` and its WebSocket for callers outside, `LiveChatService` for code inside. */
@Module({
  imports: [
    AuthModule,
    TokensModule,
    // Its own axios: the bare HttpModule shares one with everybody who imports axios.
    HttpModule.registerAsync({ useFactory: httpOptions, inject: [LiveChatConfig] }),
  ],
  providers: [
    AuthorizedSender,
    AuthorizingInterceptor,
    Gateway,
    GatewayCounts,
    GatewayRoutes,
    GrantObserver,
    LinkChecks,
    LiveChatService,
    LoginServices,
    RtmGateway,
    RtmLinks,
    RtmRoutes,
    RtmUpstream,
    UpgradeRequests,
    UpstreamPool,
  ],
  exports: [LiveChatService, GatewayCounts],
})
export class LiveChatModule {}
