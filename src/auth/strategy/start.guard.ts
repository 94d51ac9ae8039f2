import { type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { HttpConfig } from '../../foundation/index.js';
import { Reconnections } from '../reconnect/reconnections.js';
import { refuseOtherThanGet } from '../sign-in/only-get.js';
import { queryOf } from '../sign-in/sole-parameters.js';
import { StartLimit } from '../sign-in/start-limit.js';
import { TooManyStarts } from '../sign-in/start-refusals.js';
import { startHref, type StartRequest, startRequestOf } from '../sign-in/start-request.js';
import { type AuthenticateOptions, LiveChatAuthGuard } from './livechat-auth.guard.js';
import { LiveChatStrategy } from './livechat.strategy.js';
import type { NewFlow } from './flow-store.js';
import { PassportRequest } from './passport-exchange.js';

/** Sends the browser to LiveChat, unless LiveChat would stop it for having come too often. */
@Injectable()
export class StartGuard extends LiveChatAuthGuard {
  constructor(
    strategy: LiveChatStrategy,
    private readonly limit: StartLimit,
    private readonly reconnections: Reconnections,
    private readonly http: HttpConfig,
  ) {
    super(strategy);
  }

  override async getAuthenticateOptions(context: ExecutionContext): Promise<AuthenticateOptions> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    refuseOtherThanGet(request);
    const { publicUrl, allowedOrigins } = this.http;
    const start = startRequestOf(queryOf(request.url), { own: publicUrl.origin, allowed: allowedOrigins });
    const flow = await this.flowFor(start);
    const { waitMs, counted } = this.limit.ofStarts(request.headers.cookie);
    if (waitMs > 0 && !start.isConfirmed) {
      throw new TooManyStarts({ waitMs, goOnAt: startHref({ ...start, isConfirmed: true }) });
    }
    void context.switchToHttp().getResponse<FastifyReply>().header('set-cookie', counted);
    return this.redirecting({ state: flow, prompt: start.prompt });
  }

  override getRequest(context: ExecutionContext): PassportRequest {
    const http = context.switchToHttp();
    return PassportRequest.of(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), {});
  }

  /** A reconnect link is judged before LiveChat is bothered, and again with LiveChat's answer. */
  private async flowFor({ returnTo, organizationId, reconnect }: StartRequest): Promise<NewFlow> {
    if (reconnect === undefined) return { purpose: 'sign-in', returnTo, organizationId };
    const link = await this.reconnections.accepted(reconnect);
    return {
      purpose: 'reconnect',
      returnTo,
      organizationId: link.organizationId.toLowerCase(),
      reconnect,
    };
  }
}
