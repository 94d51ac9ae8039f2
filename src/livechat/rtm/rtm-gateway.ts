import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { WebSocket } from 'ws';

import { Callers } from '../../auth/index.js';
import { ActionNotAllowed } from '../errors/action-not-allowed.js';
import { upstreamFailure } from '../errors/upstream-failure.js';
import { UpstreamUnreachable } from '../errors/upstream-unreachable.js';
import { AnswerRelay } from '../gateway/answer-relay.js';
import { CallerPresence } from '../gateway/caller-presence.js';
import { HeldAnswer } from '../gateway/held-answer.js';
import { judgeTarget } from '../gateway/path-judge.js';
import { Admission } from '../limits/admission.js';
import { LiveChatConfig } from '../livechat.config.js';
import { UpstreamTargets } from '../policy/upstream-target.js';
import { mostFromCaller } from './message-bounds.js';
import { RtmLinks } from './rtm-links.js';
import { UpgradeAcceptor } from './upgrade/upgrade-acceptor.js';
import type { Upgrade } from './upgrade/upgrade-requests.js';
import { RtmUpstream } from './upstream/rtm-upstream.js';

/** Of LiveChat's 101, what callers want to know: when this version ends, and what to name when asking LiveChat. */
const PASSED_ON = ['legacy', 'deprecation', 'x-debug-id'];

/** Takes WebSockets to LiveChat: judged as the gateway judges its calls, opened at LiveChat, and only then accepted. */
@Injectable()
export class RtmGateway {
  private readonly targets: UpstreamTargets;
  private readonly acceptor: UpgradeAcceptor;

  constructor(
    private readonly config: LiveChatConfig,
    private readonly callers: Callers,
    private readonly admission: Admission,
    private readonly upstream: RtmUpstream,
    private readonly links: RtmLinks,
  ) {
    this.targets = new UpstreamTargets(config);
    this.acceptor = new UpgradeAcceptor(mostFromCaller(config));
  }

  /**
   * Resolves when the link is open, or LiveChat's refusal is on its way.
   *
   * @throws AppError when the handshake is refused by us
   */
  async open(request: FastifyRequest, reply: FastifyReply, upgrade: Upgrade): Promise<void> {
    const presence = new CallerPresence(request.raw, reply.raw, () => undefined);
    try {
      const judged = judgeTarget(request.raw.url ?? '');
      const caller = await this.callers.requireAtHandshake(request);
      const { path: target, action } = this.targets.targetOf('GET', judged);
      // Whatever is sent over the link is no call that a list could judge: the list must have the link itself.
      if (caller.allowed?.has(action) === false) throw new ActionNotAllowed(caller.allowed.patterns);
      this.admission.admit(caller);
      const { id, raw } = request;
      const answer = await this.upstream.open({ id, request: raw, target, grant: caller.grant, presence });
      if (answer instanceof HeldAnswer) {
        this.passOn(answer, reply);
        return;
      }
      const { socket: liveChatSocket, headers } = answer;
      if (liveChatSocket.readyState !== WebSocket.OPEN) throw new UpstreamUnreachable({ cause: undefined });
      reply.hijack();
      const callerSocket = this.acceptor.accept(raw, reply.raw, upgrade, headersOf(id, headers));
      if (callerSocket) this.links.open({ request, caller, callerSocket, liveChatSocket });
      else liveChatSocket.terminate();
    } catch (error) {
      if (!presence.hasLeft) throw error;
      reply.hijack();
    }
  }

  private passOn({ head, chunks }: HeldAnswer, reply: FastifyReply): void {
    const relay = new AnswerRelay(reply, this.config.idleTimeoutMs, () => true);
    try {
      relay.begin(head);
    } catch (error) {
      throw upstreamFailure(error);
    }
    for (const chunk of chunks) relay.write(chunk);
    relay.end();
  }
}

function headersOf(id: string, said: IncomingHttpHeaders): Record<string, string> {
  const passed = PASSED_ON.flatMap((name) => (said[name] === undefined ? [] : [[name, String(said[name])]]));
  return { 'x-request-id': id, ...(Object.fromEntries(passed) as Record<string, string>) };
}
