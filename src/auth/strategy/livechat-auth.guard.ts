import { type ExecutionContext } from '@nestjs/common';
import { AuthGuard, type IAuthGuard } from '@nestjs/passport';
import type { FastifyReply } from 'fastify';
import { InternalOAuthError } from 'passport-oauth2';

import { PassportReply } from './passport-exchange.js';
import type { AuthorizationOptions, LiveChatStrategy } from './livechat.strategy.js';

export type AuthenticateOptions = Exclude<
  Awaited<ReturnType<IAuthGuard['getAuthenticateOptions']>>,
  undefined
>;

/**
 * Passport's guard on Fastify.
 *
 * Passport writes each request's outcome onto the strategy it is given, so every request gets a strategy of its own,
 * made from ours: passport's registry by name would do the same, but is one for the whole process, and two applications
 * in a process would get each other's.
 */
export abstract class LiveChatAuthGuard extends AuthGuard() {
  constructor(strategy: LiveChatStrategy) {
    super({
      session: false,
      get defaultStrategy(): unknown {
        return Object.create(strategy) as unknown;
      },
    });
  }

  getResponse(context: ExecutionContext): PassportReply {
    return new PassportReply(context.switchToHttp().getResponse<FastifyReply>());
  }

  /** Options for one redirect to LiveChat. Passport's types know `state` as text alone. */
  protected redirecting(options: AuthorizationOptions): AuthenticateOptions {
    return options as unknown as AuthenticateOptions;
  }

  /** Passport wraps what the token call failed with: it is unwrapped, so that our own errors stay themselves. */
  protected unwrapped(error: unknown): unknown {
    return error instanceof InternalOAuthError ? (error.oauthError as unknown) : error;
  }
}
