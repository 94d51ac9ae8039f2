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
import { Admission } from './limits/admission.js';
import { RateLimits } from './limits/rate-limits.js';
import { Turns } from './limits/turns.js';
import { LiveChatConfig } from './livechat.config.js';
import { LiveChatService } from './livechat.service.js';
import { CallTokens } from './policy/call-tokens.js';
import { GrantObserver } from './policy/grant-observer.js';
import { ScopeCheck } from './policy/scope-check.js';
import { LinkChecks } from './rtm/link/link-checks.js';
import { LoginServices } from './rtm/login/login-services.js';
import { RtmGateway } from './rtm/rtm-gateway.js';
import { RtmLinks } from './rtm/rtm-links.js';
import { RtmRoutes } from './rtm/rtm.routes.js';
import { UpgradeRequests } from './rtm/upgrade/upgrade-requests.js';
import { RtmUpstream } from './rtm/upstream/rtm-upstream.js';
import { SpendCaps } from './spend/spend-caps.js';
import { SpendLedgerModule } from './spend/spend-ledger.module.js';
import { SpendMeter } from './spend/spend-meter.js';
import { SpendWriting } from './spend/spend-writing.js';
import { WalkingSender } from './walks/walking-sender.js';

/** Calling LiveChat: `/livechat/*` and its WebSocket for callers outside, `LiveChatService` for code inside. */
@Module({
  imports: [
    AuthModule,
    TokensModule,
    SpendLedgerModule,
    // Its own axios: the bare HttpModule shares one with everybody who imports axios.
    HttpModule.registerAsync({ useFactory: httpOptions, inject: [LiveChatConfig] }),
  ],
  providers: [
    Admission,
    AuthorizedSender,
    AuthorizingInterceptor,
    CallTokens,
    Gateway,
    GatewayCounts,
    GatewayRoutes,
    GrantObserver,
    LinkChecks,
    LiveChatService,
    LoginServices,
    RateLimits,
    RtmGateway,
    RtmLinks,
    RtmRoutes,
    RtmUpstream,
    ScopeCheck,
    SpendCaps,
    SpendMeter,
    SpendWriting,
    Turns,
    UpgradeRequests,
    UpstreamPool,
    WalkingSender,
  ],
  exports: [LiveChatService, GatewayCounts, SpendCaps, Turns],
})
export class LiveChatModule {}
