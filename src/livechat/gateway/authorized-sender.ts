import { Injectable } from '@nestjs/common';

import { AppError, Log } from '../../foundation/index.js';
import type { UsableToken } from '../../tokens/index.js';
import { CallerLeft } from '../errors/caller-left.js';
import { causeCodeOf, upstreamFailure } from '../errors/upstream-failure.js';
import { CallTokens } from '../policy/call-tokens.js';
import { grantAfter } from '../policy/fall-over.js';
import { GrantObserver } from '../policy/grant-observer.js';
import { mayRepeatLost, nextStep } from '../policy/replay-rule.js';
import { SpendMeter } from '../spend/spend-meter.js';
import type { SpendCause } from '../spend/spend.js';
import { GatewayCounts, type ReplayCause } from './gateway-counts.js';
import type { GatewayCall } from './gateway-call.js';
import { HeldAnswer } from './held-answer.js';
import { StreamedBody } from './streamed-body.js';
import { type ExchangeOutcome, UpstreamExchange } from './upstream-exchange.js';
import { UpstreamPool } from './upstream-pool.js';

interface Authorized {
  readonly call: GatewayCall;
  readonly token: UsableToken;
}

interface Attempt {
  readonly exchange: UpstreamExchange;
  readonly outcome: ExchangeOutcome;
  readonly replayed: boolean;
  /** Whether its token was renewed because of the attempt before it. */
  readonly renewed: boolean;
}

interface Refusal extends Attempt {
  readonly outcome: HeldAnswer;
}

/** Sends a call with its grant's token: authorized once, replayed at most once, whatever LiveChat answers. */
@Injectable()
export class AuthorizedSender {
  constructor(
    private readonly tokens: CallTokens,
    private readonly observer: GrantObserver,
    private readonly upstream: UpstreamPool,
    private readonly counts: GatewayCounts,
    private readonly spend: SpendMeter,
    private readonly log: Log,
  ) {}

  /**
   * Resolves when the answer is on its way to the caller.
   *
   * @throws AppError when there is none to send
   */
  async send(asked: GatewayCall): Promise<void> {
    const fresh = this.tokens.freshFor(asked);
    const { call, token } = fresh ? { call: asked, token: fresh } : await this.authorized(asked);
    const turn = this.upstream.turns.next(call.grant.organizationId, call.presence);
    if (turn) return this.sendAfter(turn, call, token);
    await this.settle(call, token, await this.firstAttempt(call, token));
  }

  /** Its token may have been renewed while the call waited. */
  private async sendAfter(turn: Promise<void>, call: GatewayCall, before: UsableToken): Promise<void> {
    await turn;
    const token = this.tokens.freshFor(call) ?? before;
    await this.settle(call, token, await this.firstAttempt(call, token));
  }

  /** With the token of the call's grant, or of the next that works. */
  private async authorized(call: GatewayCall): Promise<Authorized> {
    try {
      return { call, token: await this.tokens.usableFor(call) };
    } catch (error) {
      return this.authorized(await fallenOver(call, error));
    }
  }

  private async settle(call: GatewayCall, token: UsableToken, attempt: Attempt): Promise<void> {
    const { outcome } = attempt;
    if (outcome instanceof HeldAnswer) await this.afterRefusal(call, token, { ...attempt, outcome });
    else if (attempt.renewed) this.observer.answeredAfterRenewal(call.grant, token, undefined);
    else if (outcome.status < 300) this.observer.succeeded(call.grant, token);
  }

  private async afterRefusal(call: GatewayCall, token: UsableToken, refusal: Refusal): Promise<void> {
    const { exchange, outcome, replayed, renewed } = refusal;
    const meaning = outcome.meaning();
    if (renewed) this.observer.answeredAfterRenewal(call.grant, token, meaning.errorType);
    this.observer.refused(call.grant, meaning.errorType);
    const step = nextStep(meaning, { replayed, renewed, replayable: isReplayable(call) });
    if (step.kind === 'move') this.observer.moved(call.grant, step.region);
    if (step.kind === 'renew' && !step.replay) {
      await this.renewForNextTime(call, token, refusal);
      return;
    }
    if (step.kind === 'pass' || !step.replay) {
      this.passOn(call, exchange, outcome);
      return;
    }
    exchange.discard(outcome);
    if (step.kind === 'renew') await this.replayRenewed(call, token);
    else await this.replay(call, { ...token, region: step.region }, 'misdirected_request');
  }

  private async replayRenewed(call: GatewayCall, { accessToken }: UsableToken): Promise<void> {
    let renewed: UsableToken;
    try {
      renewed = await this.tokens.renewedFor(call, accessToken);
    } catch (error) {
      const next = await this.authorized(await fallenOver(call, error));
      await this.replay(next.call, next.token, 'authentication');
      return;
    }
    const attempt = await this.secondAttempt(call, renewed, 'authentication');
    await this.settle(call, renewed, { ...attempt, renewed: true });
  }

  private async replay(call: GatewayCall, token: UsableToken, cause: ReplayCause): Promise<void> {
    await this.settle(call, token, await this.secondAttempt(call, token, cause));
  }

  /** The bytes are gone, or have been sent again already: the caller gets the refusal, and its own retry finds a new token. */
  private async renewForNextTime(
    call: GatewayCall,
    { accessToken }: UsableToken,
    { exchange, outcome }: Refusal,
  ): Promise<void> {
    try {
      await this.tokens.renewedFor(call, accessToken);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // The retry will be told why, with its own status.
    }
    call.presence.mustStay();
    this.passOn(call, exchange, outcome, ['retry-after', '0']);
  }

  private async secondAttempt(call: GatewayCall, token: UsableToken, cause: ReplayCause): Promise<Attempt> {
    const exchange = this.start(call, token, cause);
    this.counts.replays[cause] += 1;
    const outcome = await exchange.outcome.catch((error: unknown) => this.fail(call, error));
    return { exchange, outcome, replayed: true, renewed: false };
  }

  private async firstAttempt(call: GatewayCall, token: UsableToken): Promise<Attempt> {
    const exchange = this.start(call, token, 'first');
    try {
      return { exchange, outcome: await exchange.outcome, replayed: false, renewed: false };
    } catch (error) {
      const lost = { isRead: call.target.isRead, answered: exchange.answered, causeCode: causeCodeOf(error) };
      if (!mayRepeatLost(lost, { replayed: false, replayable: isReplayable(call) })) this.fail(call, error);
    }
    return this.secondAttempt(call, token, 'reset_read');
  }

  private start(
    call: GatewayCall,
    { accessToken, region }: UsableToken,
    cause: SpendCause,
  ): UpstreamExchange {
    call.presence.mustStay();
    const exchange = new UpstreamExchange(call.relay, {
      onSent: () => {
        this.spend.count(call.grant.organizationId, cause);
      },
      onBrokenOff: (error) => {
        this.report(call, error);
      },
    });
    call.presence.onLeave(() => {
      if (!exchange.isOver) exchange.stop(new CallerLeft());
    });
    const headers = [...call.headers, 'Authorization', `Bearer ${accessToken.reveal()}`];
    if (region !== undefined) headers.push('X-Region', region);
    const { method, body } = call;
    if (body instanceof StreamedBody && body.length !== undefined)
      headers.push('Content-Length', String(body.length));
    this.upstream.send({ method, path: call.target.path, headers, body }, exchange);
    return exchange;
  }

  private passOn(
    call: GatewayCall,
    exchange: UpstreamExchange,
    answer: HeldAnswer,
    extra?: readonly [name: string, value: string],
  ): void {
    try {
      exchange.pass(answer, extra);
    } catch (error) {
      exchange.discard(answer);
      this.fail(call, error);
    }
  }

  private fail(call: GatewayCall, error: unknown): never {
    if (!(error instanceof AppError)) this.report(call, error);
    throw upstreamFailure(error);
  }

  /** Without the query, which is the caller's own business. */
  private report(call: GatewayCall, error: unknown): void {
    this.log.warn({
      event: 'gateway.upstream_failed',
      requestId: call.id,
      method: call.method,
      path: call.target.path.split('?', 1)[0],
      cause: causeCodeOf(error),
    });
  }
}

/** @throws the error itself when no other grant may take over */
async function fallenOver(call: GatewayCall, error: unknown): Promise<GatewayCall> {
  return { ...call, grant: await grantAfter(error, call) };
}

function isReplayable({ body }: GatewayCall): boolean {
  return !(body instanceof StreamedBody);
}
