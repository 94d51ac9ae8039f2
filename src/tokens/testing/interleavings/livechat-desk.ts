import type { Clock } from '../../../foundation/index.js';
import type { LiveChatModel, TokenFamily } from './livechat-model.js';
import { type AccountsRequest, HeldCall, type Outcome, TRUTH } from './held-call.js';
import type { ProcessLife } from './process-life.js';

/** Where calls of all processes arrive at LiveChat, and wait until the test says what becomes of each. */
export class LiveChatDesk {
  /** What becomes of calls at once; undefined while they wait. */
  atOnce: Outcome | undefined = TRUTH;
  /** It has said that our client is at fault. */
  hasRaisedAlarm = false;
  private held: HeldCall[] = [];

  constructor(
    private readonly livechat: LiveChatModel,
    private readonly clock: Clock,
    private readonly report: (violation: string) => void,
    private readonly objectionTo: (refreshed: TokenFamily, presented?: string) => string | undefined,
  ) {}

  take(request: AccountsRequest, process: ProcessLife): HeldCall {
    const call = new HeldCall(request, process, this.livechat, this.clock);
    const isSecond = this.held.some(
      ({ refreshed, isInFlight }) => isInFlight && refreshed === call.refreshed,
    );
    if (call.refreshed && isSecond) this.report('1: two refreshes of one grant are in flight');
    const objection = call.refreshed && this.objectionTo(call.refreshed, request.form?.refresh_token);
    if (objection) this.report(objection);
    if (this.atOnce) call.end(this.atOnce);
    else this.held.push(call);
    return call;
  }

  get waiting(): number {
    return this.held.length;
  }

  /** Gets to one of the calls that wait. */
  end(which: number, outcome: Outcome): void {
    if (outcome.heard === 'invalid_client') this.hasRaisedAlarm = true;
    const [call] = this.held.splice(which % this.held.length, 1);
    call?.end(outcome);
  }

  endAll(): void {
    for (const call of this.held.splice(0)) call.end(TRUTH);
  }
}
