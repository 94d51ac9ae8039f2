import { type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AppError, Log } from '../../foundation/index.js';
import type { IssuedTokens } from '../../tokens/index.js';
import { type CallbackQuery, callbackQueryOf } from '../sign-in/callback-query.js';
import { NothingToFinish, SignInFailed, UnsolicitedCode } from '../sign-in/callback-refusals.js';
import { rememberFinishedFlow } from '../sign-in/finished-flow.js';
import { FlowCookies } from '../sign-in/flow-cookies.js';
import type { Flow } from '../sign-in/flow.js';
import { liveChatRefusal } from '../sign-in/livechat-refusals.js';
import { refuseOtherThanGet } from '../sign-in/only-get.js';
import { queryOf } from '../sign-in/sole-parameters.js';
import { LiveChatAuthGuard } from './livechat-auth.guard.js';
import { LiveChatStrategy } from './livechat.strategy.js';
import { PassportRequest } from './passport-exchange.js';

/** Lets a browser in that comes back from LiveChat with the answer to a sign-in it started here. */
@Injectable()
export class CallbackGuard extends LiveChatAuthGuard {
  constructor(
    strategy: LiveChatStrategy,
    private readonly flows: FlowCookies,
    private readonly log: Log,
  ) {
    super(strategy);
  }

  override canActivate(context: ExecutionContext): Promise<boolean> | boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    refuseOtherThanGet(request);
    this.endFlow(request, context.switchToHttp().getResponse<FastifyReply>());
    const { refusal, code, state } = callbackQueryOf(queryOf(request.url));
    if (refusal) throw this.logged(liveChatRefusal(refusal, this.flowOf(request)), request);
    if (code === undefined) throw new NothingToFinish(); // passport would start a new sign-in
    if (state === undefined) throw new UnsolicitedCode();
    return super.canActivate(context) as Promise<boolean>;
  }

  override getRequest(context: ExecutionContext): PassportRequest {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { code = '', state = '' } = callbackQueryOf(queryOf(request.url));
    return PassportRequest.of(request, http.getResponse<FastifyReply>(), { code, state });
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the signature is @nestjs/passport's
  override handleRequest<User>(
    error: unknown,
    issued: IssuedTokens | false,
    info: { state: Flow } | undefined,
    context: ExecutionContext,
  ): User {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (error) throw this.explained(this.unwrapped(error), request);
    if (!issued || !info) throw new NothingToFinish();
    rememberFinishedFlow(request, { issued, flow: info.state });
    return issued as User;
  }

  /** Whatever comes of it, a flow is over when LiveChat has answered: its cookie goes before anything is judged. */
  private endFlow(request: FastifyRequest, reply: FastifyReply): void {
    for (const state of queryOf(request.url).getAll('state')) {
      const ending = this.flows.ending(state, request.headers.cookie);
      if (ending !== undefined) void reply.header('set-cookie', ending);
    }
  }

  private flowOf(request: FastifyRequest, query: CallbackQuery = callbackQueryOf(queryOf(request.url))) {
    return query.state === undefined ? undefined : this.flows.find(query.state, request.headers.cookie);
  }

  /** Some refusals only the operator can mend, and LiveChat tells the browser alone. */
  private logged(refusal: AppError, request: FastifyRequest): AppError {
    this.log.warn({ event: 'auth.livechat_refused', requestId: request.id, why: refusal.message });
    return refusal;
  }

  private explained(error: unknown, request: FastifyRequest): unknown {
    const lacksNextStep = error instanceof AppError && !error.nextStep;
    return lacksNextStep ? new SignInFailed(error, this.flowOf(request)) : error;
  }
}
