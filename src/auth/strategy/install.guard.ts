import { type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { callbackQueryOf } from '../sign-in/callback-query.js';
import { liveChatRefusal } from '../sign-in/livechat-refusals.js';
import { refuseOtherThanGet } from '../sign-in/only-get.js';
import { queryOf } from '../sign-in/sole-parameters.js';
import { StartLimit } from '../sign-in/start-limit.js';
import { TooManyStarts } from '../sign-in/start-refusals.js';
import { startHref } from '../sign-in/start-request.js';
import { type AuthenticateOptions, LiveChatAuthGuard } from './livechat-auth.guard.js';
import { LiveChatStrategy } from './livechat.strategy.js';
import { PassportRequest } from './passport-exchange.js';

/**
 * Meets whom LiveChat sends after an installation, with a code nobody here asked for: it may be an attacker's, so it is
 * left alone, and a sign-in of our own is started.
 */
@Injectable()
export class InstallGuard extends LiveChatAuthGuard {
  constructor(
    strategy: LiveChatStrategy,
    private readonly limit: StartLimit,
  ) {
    super(strategy);
  }

  override getAuthenticateOptions(context: ExecutionContext): AuthenticateOptions {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    refuseOtherThanGet(request);
    const { refusal } = callbackQueryOf(queryOf(request.url));
    if (refusal) throw liveChatRefusal(refusal);
    this.countOn(context.switchToHttp().getResponse<FastifyReply>(), request.headers.cookie);
    return this.redirecting({ state: { purpose: 'install' } });
  }

  override getRequest(context: ExecutionContext): PassportRequest {
    const http = context.switchToHttp();
    return PassportRequest.of(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), {});
  }

  private countOn(reply: FastifyReply, cookieHeader: string | undefined): void {
    const verdicts = [this.limit.ofInstalls(cookieHeader), this.limit.ofStarts(cookieHeader)];
    const waitMs = Math.max(...verdicts.map((verdict) => verdict.waitMs));
    if (waitMs > 0) throw new TooManyStarts({ waitMs, goOnAt: startHref({ isConfirmed: true }) });
    for (const { counted } of verdicts) void reply.header('set-cookie', counted);
  }
}
