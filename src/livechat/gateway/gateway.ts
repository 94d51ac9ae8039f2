import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Callers } from '../../auth/index.js';
import type { GrantRef } from '../../tokens/index.js';
import { LiveChatConfig } from '../livechat.config.js';
import { type UpstreamTarget, UpstreamTargets } from '../policy/upstream-target.js';
import { AnswerRelay } from './answer-relay.js';
import { AuthorizedSender } from './authorized-sender.js';
import type { BodyLimits } from './body-limits.js';
import { CallerPresence } from './caller-presence.js';
import { judgeTarget } from './path-judge.js';
import { RequestHeaders } from './request-headers.js';
import { requestBody } from './request-body.js';
import { StreamedBody } from './streamed-body.js';

/** Takes calls under `/livechat/` to LiveChat: first the path is judged, then the caller, then the API family. */
@Injectable()
export class Gateway implements OnModuleDestroy {
  private readonly targets: UpstreamTargets;
  private readonly headers: RequestHeaders;
  private readonly limits: BodyLimits;
  private stopping = false;

  constructor(
    config: LiveChatConfig,
    private readonly callers: Callers,
    private readonly sender: AuthorizedSender,
  ) {
    this.targets = new UpstreamTargets(config);
    this.headers = new RequestHeaders(config.forwardHeaders);
    this.limits = {
      keptBytes: config.replayLimitBytes,
      maxBytes: config.bodyLimitBytes,
      idleMs: config.idleTimeoutMs,
    };
  }

  /**
   * Resolves when the answer is on its way, or nobody waits for it any more.
   *
   * @throws AppError when there is no answer of LiveChat's to send
   */
  async forward(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const judged = judgeTarget(request.raw.url ?? '');
    const { grant } = await this.callers.require(request);
    const target = this.targets.targetOf({ method: request.method, ...judged });
    const presence = new CallerPresence(request.raw, reply.raw);
    try {
      await this.exchange(request, reply, { grant, target, presence });
    } catch (error) {
      if (!presence.hasLeft) throw error;
      reply.raw.statusCode = 499; // for the log: nobody reads it
      reply.hijack();
    }
  }

  /** The server is about to close: it answers what it has begun, on connections that end with it. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  private readonly isStopping = (): boolean => this.stopping;

  private async exchange(
    request: FastifyRequest,
    reply: FastifyReply,
    call: { readonly grant: GrantRef; readonly target: UpstreamTarget; readonly presence: CallerPresence },
  ): Promise<void> {
    call.presence.mustStay(); // a body that will never end cannot be waited for
    const body = await requestBody(request.raw, this.limits);
    try {
      await this.sender.send({
        ...call,
        body,
        id: request.id,
        method: request.method,
        headers: this.headers.forwarded(request.raw.rawHeaders, request.raw.headers.connection),
        relay: new AnswerRelay(reply, this.limits.idleMs, this.isStopping),
      });
    } catch (error) {
      if (body instanceof StreamedBody) body.destroy();
      throw error;
    }
  }
}
