import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';

import { TokensModule } from '../tokens/index.js';
import { ApiKeysModule } from './api-keys/api-keys.module.js';
import { CallerGuard } from './callers/caller.guard.js';
import { Callers } from './callers/callers.js';
import { CrossSiteRule } from './callers/cross-site-rule.js';
import { KeyCallers } from './callers/key-callers.js';
import { BrowserCookies } from './cookies/browser-cookies.js';
import { ReconnectLinksModule } from './reconnect/reconnect-links.module.js';
import { Reconnections } from './reconnect/reconnections.js';
import { UsedReconnectLink } from './reconnect/used-reconnect-link.entity.js';
import { UsedReconnectLinks } from './reconnect/used-reconnect-links.js';
import { SessionController } from './session.controller.js';
import { SessionCache } from './sessions/session-cache.js';
import { SessionCookie } from './sessions/session-cookie.js';
import { SessionLifetime } from './sessions/session-lifetime.js';
import { SessionStore } from './sessions/session-store.js';
import { Sessions } from './sessions/sessions.js';
import { StoredSession } from './sessions/stored-session.entity.js';
import { SignInController } from './sign-in.controller.js';
import { ConsumedState } from './sign-in/consumed-state.entity.js';
import { ConsumedStates } from './sign-in/consumed-states.js';
import { FlowCookies } from './sign-in/flow-cookies.js';
import { SignInListeners } from './sign-in/sign-in-listeners.js';
import { SignIn } from './sign-in/sign-in.js';
import { StartLimit } from './sign-in/start-limit.js';
import { TokenIntake } from './sign-in/token-intake.js';
import { FlowStore } from './strategy/flow-store.js';
import { LiveChatStrategy } from './strategy/livechat.strategy.js';

/** Who is calling, and how an agent connects LiveChat. */
@Module({
  imports: [
    TypeOrmModule.forFeature([StoredSession, ConsumedState, UsedReconnectLink]),
    ApiKeysModule,
    ReconnectLinksModule,
    TokensModule,
  ],
  controllers: [SignInController, SessionController],
  providers: [
    BrowserCookies,
    SessionCache,
    SessionCookie,
    SessionLifetime,
    SessionStore,
    Sessions,
    ConsumedStates,
    FlowCookies,
    FlowStore,
    LiveChatStrategy,
    Reconnections,
    UsedReconnectLinks,
    SignIn,
    SignInListeners,
    StartLimit,
    TokenIntake,
    KeyCallers,
    Callers,
    CallerGuard,
    CrossSiteRule,
    { provide: APP_GUARD, useExisting: CrossSiteRule },
  ],
  exports: [ApiKeysModule, Callers, CallerGuard, CrossSiteRule, Sessions, SignInListeners],
})
export class AuthModule {}
