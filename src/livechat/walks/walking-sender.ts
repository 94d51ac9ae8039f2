import { Injectable, type OnModuleDestroy } from '@nestjs/common';

import { appErrorFrom, Clock, Log } from '../../foundation/index.js';
import { CallerLeft } from '../errors/caller-left.js';
import { PageRepeated } from '../errors/page-repeated.js';
import { WalkStopped } from '../errors/walk-stopped.js';
import { headerIn } from '../gateway/answer-headers.js';
import { AuthorizedSender } from '../gateway/authorized-sender.js';
import type { ArrivedCall } from '../gateway/gateway-call.js';
import { Admission } from '../limits/admission.js';
import { LiveChatConfig } from '../livechat.config.js';
import { answerTo } from './answer-to.js';
import type { WholeAnswer } from './collected-answer.js';
import { type Page, pageIn } from './page.js';
import { PageLines } from './page-lines.js';
import { type PageQuestion, PageQuestions } from './page-questions.js';
import { PageRefused } from './page-refused.js';
import { pauseAfter } from './pause-after.js';

/** A page whose line is written: only its successor's id is left of it. */
type Written = Pick<Page, 'nextPageId'>;

/**
 * Sends calls; those with `?all=true` once for each page of the list.
 *
 * Each page is a call of its own under the policy of all calls, its limits too, of a caller who may still call, and is
 * asked for when the last one was taken. Among those who take turns the whole walk has one place.
 */
@Injectable()
export class WalkingSender implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(
    private readonly sender: AuthorizedSender,
    private readonly admission: Admission,
    private readonly config: LiveChatConfig,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Resolves when the answer is on its way to the caller; a walk's, when its last line is.
   *
   * @throws AppError when there is none to send
   */
  send(call: ArrivedCall): Promise<void> {
    return call.target.isWalk ? this.walk(call) : this.sender.send(call);
  }

  /** The server is about to close: who reads a walk goes on with it elsewhere. */
  onModuleDestroy(): void {
    this.stopping.abort(new WalkStopped());
  }

  private async walk(call: ArrivedCall): Promise<void> {
    const questions = new PageQuestions(call, this.config.replayLimitBytes);
    const lines = new PageLines(call);
    const first = await this.begun(call, questions.first, lines);
    if (first) await this.goOn(call, questions, lines, first.nextPageId);
  }

  /** Undefined when LiveChat refused: then the caller has its answer as it came. */
  private async begun(
    call: ArrivedCall,
    question: PageQuestion,
    lines: PageLines,
  ): Promise<Written | undefined> {
    const answer = await answerTo(this.sender, { ...call, ...question });
    if (!isFine(answer)) {
      passOn(call, answer);
      return undefined;
    }
    const { line, nextPageId } = pageIn(answer);
    lines.begin(answer);
    await lines.write(line);
    return { nextPageId };
  }

  private async goOn(
    call: ArrivedCall,
    questions: PageQuestions,
    lines: PageLines,
    firstId: string | undefined,
  ): Promise<void> {
    const seen = new Set<string>();
    let pageId = firstId;
    while (pageId !== undefined) {
      const asked: string = pageId;
      try {
        if (seen.has(asked)) throw new PageRepeated();
        seen.add(asked);
        pageId = (await this.written(call, questions.next(asked), lines)).nextPageId;
      } catch (thrown) {
        this.breakOff(call, lines, { thrown, pageId: asked });
        return;
      }
    }
    lines.end();
  }

  private async written(call: ArrivedCall, question: PageQuestion, lines: PageLines): Promise<Written> {
    const { line, nextPageId } = await this.page(call, question);
    await lines.write(line);
    return { nextPageId };
  }

  private async page(call: ArrivedCall, question: PageQuestion): Promise<Page> {
    for (let pauses = 0; ; pauses += 1) {
      this.stopping.signal.throwIfAborted();
      this.admission.admit(await call.callerNow());
      const answer = await answerTo(this.sender, { ...call, ...question });
      if (isFine(answer)) return pageIn(answer);
      const refused = new PageRefused(answer);
      const retryAfter = headerIn(answer.rawHeaders, 'retry-after');
      const pauseMs = refused.isForTooMany ? pauseAfter(pauses, retryAfter) : undefined;
      if (pauseMs === undefined) throw refused;
      await this.pause(call, pauseMs);
    }
  }

  private async pause({ presence }: ArrivedCall, ms: number): Promise<void> {
    const leaving = new AbortController();
    presence.mustStay();
    presence.onLeave(() => {
      leaving.abort(new CallerLeft());
    });
    await this.clock.sleep(ms, AbortSignal.any([leaving.signal, this.stopping.signal]));
  }

  /** @throws CallerLeft when nobody reads why */
  private breakOff(
    { id, method, target }: ArrivedCall,
    lines: PageLines,
    { thrown, pageId }: { thrown: unknown; pageId: string },
  ): void {
    if (thrown instanceof CallerLeft) throw thrown;
    const error = appErrorFrom(thrown);
    const path = target.path.split('?', 1)[0];
    const { count: pages } = lines;
    this.log.warn({
      event: 'gateway.walk_broke_off',
      requestId: id,
      method,
      path,
      pages,
      reason: error.reason,
      ...(error !== thrown && { error: thrown }), // nobody expected it here
    });
    lines.breakOff(error, pageId);
  }
}

function isFine({ status }: WholeAnswer): boolean {
  return status < 300;
}

function passOn({ relay }: ArrivedCall, answer: WholeAnswer): void {
  relay.begin(answer, answer.extra);
  if (answer.body.length > 0) relay.write(answer.body);
  relay.end();
}
