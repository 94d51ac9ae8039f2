import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Callers } from '../../auth/index.js';
import { Log } from '../../foundation/index.js';
import { ActionNotAllowed } from '../errors/action-not-allowed.js';
import { isUpstreamFailure } from '../errors/upstream-failure.js';
import { Admission } from '../limits/admission.js';
import { LiveChatConfig } from '../livechat.config.js';
import { UpstreamTargets } from '../policy/upstream-target.js';
import { WalkingSender } from '../walks/walking-sender.js';
import { AnswerRelay } from './answer-relay.js';
import type { BodyLimits } from './body-limits.js';
import { CallerPresence } from './caller-presence.js';
import { type CallOutcome, GatewayCounts } from './gateway-counts.js';
import { KeptBodies } from './kept-bodies.js';
import { judgeTarget } from './path-judge.js';
import { RequestHeaders } from './request-headers.js';
import { type RequestBody, requestBody } from './request-body.js';
import { StreamedBody } from './streamed-body.js';

/** Of all bodies, in bytes; more than the usual traffic needs by far. */
const KEPT_IN_ALL = 67_108_864;

/** How a call ends that gets an answer of our own. */
type Ending = Extract<CallOutcome, 'refused' | 'upstream_failed'>;

/**
 * Takes calls under `/livechat/` to LiveChat: first the path is judged, then the caller, then the API family and what the
 * caller's key allows of it, and last how much it calls.
 */
@Injectable()
export class Gateway implements OnModuleDestroy {
  private readonly targets: UpstreamTargets;
  private readonly headers: RequestHeaders;
  private readonly limits: BodyLimits;
  private readonly kept: KeptBodies;
  private stopping = false;

  constructor(
    config: LiveChatConfig,
    private readonly callers: Callers,
    private readonly admission: Admission,
    private readonly sender: WalkingSender,
    private readonly counts: GatewayCounts,
    private readonly log: Log,
  ) {
    this.targets = new UpstreamTargets(config);
    this.headers = new RequestHeaders(config.forwardHeaders);
    this.limits = {
      keptBytes: config.replayLimitBytes,
      maxBytes: config.bodyLimitBytes,
      idleMs: config.idleTimeoutMs,
    };
    this.kept = new KeptBodies(Math.max(KEPT_IN_ALL, 4 * config.replayLimitBytes));
  }

  /**
   * Resolves when the answer is on its way, or nobody waits for it any more.
   *
   * @throws AppError when there is no answer of LiveChat's to send
   */
  async forward(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { raw } = request;
    const begunAt = this.counts.begin();
    const relay = new AnswerRelay(reply, this.limits.idleMs, this.isStopping);
    let ending: Ending = 'refused';
    let body: RequestBody;
    const presence = new CallerPresence(raw, reply.raw, (isComplete) => {
      if (Buffer.isBuffer(body)) this.kept.giveBack(body.length);
      if (!isComplete) this.brokenOff(request, relay);
      else if (relay.walked !== undefined) this.counts.walked(relay.walked);
      else if (relay.status !== undefined) this.counts.answered(relay.status, begunAt);
      else this.counts.calls[ending] += 1;
    });
    try {
      const judged = judgeTarget(raw.url ?? '');
      const callerNow = () => this.callers.known(request) ?? this.callers.require(request);
      const known = callerNow();
      const caller = known instanceof Promise ? await known : known;
      const { allowed } = caller;
      const target = this.targets.targetOf(request.method, judged);
      if (allowed?.has(target.action) === false) throw new ActionNotAllowed(allowed.patterns);
      this.admission.admit(caller);
      presence.mustStay(); // a body that will never end cannot be waited for
      const arriving = requestBody(raw, this.limits, this.kept);
      body = arriving instanceof Promise ? await arriving : arriving;
      await this.sender.send({
        id: request.id,
        method: request.method,
        target,
        headers: this.headers.forwarded(raw.rawHeaders, raw.headers.connection),
        body,
        callerNow,
        grant: caller.grant,
        fallback: caller.fallback,
        presence,
        relay,
      });
    } catch (error) {
      if (body instanceof StreamedBody) body.destroy();
      if (isUpstreamFailure(error)) ending = 'upstream_failed';
      if (!presence.hasLeft) {
        if (relay.status === undefined) throw error;
        this.cutOff(request, relay, error);
      }
      reply.hijack();
    }
  }

  /** The server is about to close: it answers what it has begun, on connections that end with it. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  /** Fastify knows nothing of an answer that nobody waited for: without this line the call would leave no trace. */
  private brokenOff(request: FastifyRequest, relay: AnswerRelay): void {
    this.counts.calls[relay.isCut ? 'upstream_failed' : 'caller_left'] += 1;
    if (relay.isCut) return; // reported where it broke
    this.log.info({
      event: 'gateway.caller_left',
      requestId: request.id,
      method: request.method,
      path: request.url.split('?', 1)[0],
    });
  }

  /** In the middle of an answer nobody else can say that something went wrong. */
  private cutOff(request: FastifyRequest, relay: AnswerRelay, error: unknown): void {
    this.log.error({ event: 'request.failed', requestId: request.id, error });
    relay.cut();
  }

  private readonly isStopping = (): boolean => this.stopping;
}
