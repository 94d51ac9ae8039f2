import { Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';

import { AppError, Clock, Log } from '../../../foundation/index.js';
import { type GrantRef, TokensService } from '../../../tokens/index.js';
import { causeCodeOf, upstreamFailure } from '../../errors/upstream-failure.js';
import type { CallerPresence } from '../../gateway/caller-presence.js';
import { HeldAnswer } from '../../gateway/held-answer.js';
import { RequestHeaders } from '../../gateway/request-headers.js';
import { CallerLeft } from '../../errors/caller-left.js';
import { LiveChatConfig } from '../../livechat.config.js';
import { GrantObserver } from '../../policy/grant-observer.js';
import { mostFromLiveChat } from '../message-bounds.js';
import { rtmUrl } from './rtm-url.js';
import { UpstreamHandshake, type UpstreamSocket } from './upstream-handshake.js';

/** The handshake that a caller asks for, judged and ready to go to LiveChat. */
export interface AskedHandshake {
  readonly id: string;
  readonly request: IncomingMessage;
  /** Path and query at LiveChat. */
  readonly target: string;
  readonly grant: GrantRef;
  readonly presence: CallerPresence;
}

/** Said by the WebSocket itself, or by whoever opened the caller's: never passed on, whatever FORWARD_HEADERS names. */
const NOT_FORWARDED = /^(?:origin|sec-websocket-.*)$/i;

/** Opens WebSockets at LiveChat, where the caller's organization is. */
@Injectable()
export class RtmUpstream {
  private readonly headers: RequestHeaders;

  constructor(
    private readonly config: LiveChatConfig,
    private readonly tokens: TokensService,
    private readonly observer: GrantObserver,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.headers = new RequestHeaders(config.forwardHeaders.filter((name) => !NOT_FORWARDED.test(name)));
  }

  /**
   * The open connection, or what LiveChat answered instead.
   *
   * @throws UpstreamUnreachable, UpstreamTimeout, or NotSignedIn when the grant has gone meanwhile
   */
  async open(asked: AskedHandshake): Promise<UpstreamSocket | HeldAnswer> {
    const { grant } = asked;
    const { region } = this.tokens.freshTokenFor(grant) ?? (await this.tokens.summary(grant));
    const answer = await this.attempt(asked, region);
    const moved = answer instanceof HeldAnswer ? regionNamedIn(answer) : undefined;
    if (moved === undefined) return answer;
    this.observer.moved(grant, moved);
    return this.attempt(asked, moved);
  }

  private async attempt(
    asked: AskedHandshake,
    region: string | undefined,
  ): Promise<UpstreamSocket | HeldAnswer> {
    const { request, target, grant, presence } = asked;
    presence.mustStay();
    const headers = this.headers.forwarded(request.rawHeaders, request.headers.connection);
    if (region !== undefined) headers.push('X-Region', region);
    const { organizationId } = grant;
    const handshake = new UpstreamHandshake(
      {
        url: rtmUrl(this.config.apiUrl, target, { organizationId, region }),
        headers,
        timeoutMs: this.config.headersTimeoutMs,
        maxMessageBytes: mostFromLiveChat(this.config),
      },
      this.clock,
    );
    presence.onLeave(() => {
      handshake.stop(new CallerLeft());
    });
    return handshake.outcome.catch((error: unknown) => this.fail(asked, error));
  }

  private fail({ id, target }: AskedHandshake, error: unknown): never {
    if (!(error instanceof CallerLeft))
      this.log.warn({
        event: 'gateway.upstream_failed',
        requestId: id,
        method: 'GET',
        path: target.split('?', 1)[0],
        cause: error instanceof AppError ? error.reason : causeCodeOf(error),
      });
    throw upstreamFailure(error);
  }
}

function regionNamedIn(answer: HeldAnswer): string | undefined {
  const { errorType, region } = answer.meaning();
  return errorType === 'misdirected_request' ? region : undefined;
}
