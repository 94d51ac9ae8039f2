import type { Dispatcher } from 'undici';

import { mayMean } from '../policy/answer-meaning.js';
import { headerIn } from './answer-headers.js';
import type { AnswerSink } from './answer-sink.js';
import { HeldAnswer } from './held-answer.js';

type Controller = Dispatcher.DispatchController;

/** What became of a request: LiveChat's answer is on its way to the caller, or it is held back to be understood. */
export type ExchangeOutcome = HeldAnswer | { readonly status: number };

export interface ExchangeListener {
  /** There is a connection, and the request goes out on it: LiveChat may count it. Not without a connection. */
  onSent(): void;
  /** The answer broke off on its way to the caller. */
  onBrokenOff(error: Error): void;
}

/** One request to LiveChat and its answer. */
export class UpstreamExchange implements Dispatcher.DispatchHandler {
  /** Rejects when there is no answer; once the answer is on its way, a failure cuts it off instead. */
  readonly outcome: Promise<ExchangeOutcome>;
  /** Whether LiveChat has begun to answer. */
  answered = false;
  private state: 'waiting' | 'holding' | 'relaying' | 'over' = 'waiting';
  private held: HeldAnswer | undefined;
  private controller: Controller | undefined;
  private stopReason: Error | undefined;
  private brokenOffBy: Error | undefined;
  private resolve!: (outcome: ExchangeOutcome) => void;
  private reject!: (reason: unknown) => void;

  constructor(
    private readonly relay: AnswerSink,
    private readonly listener: ExchangeListener,
  ) {
    this.outcome = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** Whether all of the answer is here, or none will come. */
  get isOver(): boolean {
    return this.state === 'over';
  }

  /** Gives up, whatever the exchange is doing. */
  stop(reason: Error): void {
    if (this.state === 'over') return;
    this.stopReason = reason;
    this.reject(reason);
    this.controller?.abort(reason);
  }

  /** Whether a connection was found for it. */
  get isStarted(): boolean {
    return this.controller !== undefined;
  }

  /** Lets go of a held answer. What LiveChat still sends of it is not read. */
  discard(held: HeldAnswer): void {
    if (!held.isComplete) this.stop(new Error('The answer is not needed'));
  }

  /**
   * Sends a held answer on as LiveChat sent it.
   *
   * @throws Error what broke it off while it was held
   */
  pass(held: HeldAnswer, extra?: readonly [name: string, value: string]): void {
    if (this.brokenOffBy) throw this.brokenOffBy;
    this.relay.begin(held.head, extra);
    let isDrained = true;
    for (const chunk of held.chunks) isDrained = this.relay.write(chunk);
    if (held.isComplete) {
      this.relay.end();
      return;
    }
    this.state = 'relaying';
    if (isDrained) this.controller?.resume();
    else this.relay.whenDrained(this.goOn);
  }

  onRequestStart(controller: Controller): void {
    // It waited for a free connection, and nobody waits for it any more. Nothing has been sent.
    if (this.stopReason) throw this.stopReason;
    if (!this.controller) this.listener.onSent();
    this.controller = controller;
  }

  onResponseStarted(): void {
    this.answered = true;
  }

  onResponseStart(controller: Controller, status: number, _headers: unknown, reason = ''): void {
    if (status < 200) return;
    const rawHeaders = controller.rawHeaders as readonly Buffer[];
    const head = { status, reason, rawHeaders };
    if (mayMean({ status, contentType: status < 400 ? undefined : headerIn(rawHeaders, 'content-type') })) {
      this.state = 'holding';
      this.held = new HeldAnswer(head);
      return;
    }
    this.relay.begin(head);
    this.state = 'relaying';
    // Complete as it is, also with a Content-Length: undici would call the bytes missing, and close the connection.
    if (hasNoBody(status)) this.onResponseEnd();
    this.resolve(head);
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.state === 'relaying') {
      if (this.relay.write(chunk)) return;
      controller.pause();
      this.relay.whenDrained(this.goOn);
    } else if (this.held && !this.held.keep(chunk)) {
      controller.pause();
      this.resolve(this.held);
    }
  }

  onResponseEnd(): void {
    if (this.state === 'over') return;
    const isRelaying = this.state === 'relaying';
    this.state = 'over';
    if (isRelaying) this.relay.end();
    else if (this.held) {
      this.held.isComplete = true;
      this.resolve(this.held);
    }
  }

  onResponseError(_controller: Controller, error: Error): void {
    if (this.state === 'over') return;
    const isRelaying = this.state === 'relaying';
    this.state = 'over';
    this.brokenOffBy = error;
    if (this.held) this.resolve(this.held); // it cannot be passed on, but its status says enough to renew
    this.reject(error);
    if (!isRelaying) return;
    this.relay.cut();
    if (error !== this.stopReason) this.listener.onBrokenOff(error);
  }

  private readonly goOn = (): void => {
    this.controller?.resume();
  };
}

/** RFC 9110 sections 15.3.5 and 15.4.5. */
function hasNoBody(status: number): boolean {
  return status === 204 || status === 304;
}
