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
import { FlowStore } from './strategy/flow-store.js';
import { LiveChatStrategy } from './strategy/livechat.strategy.js';

/** Who is calling, and how an agent connects LiveChat. */
@Module({
  imports: [TypeOrmModule.forFeature([StoredSession, ConsumedState]), ApiKeysModule, TokensModule],
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
    SignIn,
    SignInListeners,
    StartLimit,
    KeyCallers,
    Callers,
    CallerGuard,
    CrossSiteRule,
    { provide: APP_GUARD, useExisting: CrossSiteRule },
  ],
  exports: [ApiKeysModule, Callers, CallerGuard, CrossSiteRule, Sessions, SignInListeners],
})
export class AuthModule {}
