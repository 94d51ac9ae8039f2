import { type ExecutionContext, Injectable } from '@nestjs/common';
import type { IAuthGuard } from '@nestjs/passport';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { HttpConfig } from '../../foundation/index.js';
import { refuseOtherThanGet } from '../sign-in/only-get.js';
import { queryOf } from '../sign-in/sole-parameters.js';
import { StartLimit } from '../sign-in/start-limit.js';
import { TooManyStarts } from '../sign-in/start-refusals.js';
import { startHref, startRequestOf } from '../sign-in/start-request.js';
import { LiveChatAuthGuard } from './livechat-auth.guard.js';
import { LiveChatStrategy } from './livechat.strategy.js';
import { PassportRequest } from './passport-exchange.js';

/** Sends the browser to LiveChat, unless LiveChat would stop it for having come too often. */
@Injectable()
export class StartGuard extends LiveChatAuthGuard {
  constructor(
    strategy: LiveChatStrategy,
    private readonly limit: StartLimit,
    private readonly http: HttpConfig,
  ) {
    super(strategy);
  }

  override getAuthenticateOptions(
    context: ExecutionContext,
  ): ReturnType<IAuthGuard['getAuthenticateOptions']> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    refuseOtherThanGet(request);
    const { publicUrl, allowedOrigins } = this.http;
    const start = startRequestOf(queryOf(request.url), { own: publicUrl.origin, allowed: allowedOrigins });
    const { waitMs, counted } = this.limit.ofStarts(request.headers.cookie);
    if (waitMs > 0 && !start.isConfirmed) {
      throw new TooManyStarts({ waitMs, goOnAt: startHref({ ...start, isConfirmed: true }) });
    }
    void context.switchToHttp().getResponse<FastifyReply>().header('set-cookie', counted);
    const { returnTo, organizationId, prompt } = start;
    return this.redirecting({ state: { purpose: 'sign-in', returnTo, organizationId }, prompt });
  }

  override getRequest(context: ExecutionContext): PassportRequest {
    const http = context.switchToHttp();
    return PassportRequest.of(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), {});
  }
}
