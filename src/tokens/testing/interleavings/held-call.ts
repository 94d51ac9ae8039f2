import type { Clock } from '../../../foundation/index.js';
import type { AccountsAnswer } from '../../endpoint/accounts-answer.js';
import type { AccountsHttp } from '../../endpoint/accounts-http.js';
import { TokenEndpointFailure } from '../../endpoint/token-endpoint-failure.js';
import { type LiveChatModel, refusal, type TokenFamily } from './livechat-model.js';
import type { ProcessLife } from './process-life.js';

export type AccountsRequest = Parameters<AccountsHttp['send']>[0];

/** What becomes of a call: whether LiveChat does what it says, and what the caller hears of it. */
export interface Outcome {
  readonly isCarriedOut: boolean;
  readonly heard: 'answer' | 'nothing' | 'server_error' | 'too_many_requests' | 'garbage' | 'invalid_client';
}

export const TRUTH: Outcome = { isCarriedOut: true, heard: 'answer' };
export const UNHEARD: Outcome = { isCarriedOut: true, heard: 'nothing' };

const HEARD_INSTEAD: Readonly<Record<Exclude<Outcome['heard'], 'answer' | 'nothing'>, AccountsAnswer>> = {
  server_error: { status: 500, json: { error: 'server_error' } },
  too_many_requests: { status: 429, json: { error: 'temporarily_unavailable' }, retryAfterMs: 20_000 },
  garbage: { status: 200, json: undefined },
  invalid_client: refusal('invalid_client'),
};

/** A call of one process that LiveChat has yet to answer. */
export class HeldCall {
  readonly answered: Promise<AccountsAnswer>;
  /** Of the refresh token that a refresh presents. */
  readonly refreshed: TokenFamily | undefined;
  private isWaitedFor = true;
  private settle!: (answer: AccountsAnswer) => void;
  private fail!: (failure: TokenEndpointFailure) => void;

  constructor(
    private readonly request: AccountsRequest,
    private readonly process: ProcessLife,
    private readonly livechat: LiveChatModel,
    private readonly clock: Clock,
  ) {
    this.answered = new Promise((resolve, reject) => {
      this.settle = resolve;
      this.fail = reject;
    });
    this.answered.catch(() => undefined);
    this.refreshed = livechat.familyOf(request.form?.refresh_token);
  }

  /**
   * Whether it counts as under way: until its process has the answer or gives it up. A call of a dead process counts as
   * long as the lease lasts that it held at its death: nobody can know of the death before.
   */
  get isInFlight(): boolean {
    if (!this.isWaitedFor || !this.refreshed) return false;
    return this.process.isAlive || !this.process.countsAsDead(this.refreshed.account, this.clock.now());
  }

  /** The process does not wait any longer; LiveChat may still carry it out. */
  giveUp(): void {
    this.isWaitedFor = false;
  }

  end({ isCarriedOut, heard }: Outcome): void {
    const answer = isCarriedOut || this.isBelievedRevoked(heard) ? this.carryOut() : undefined;
    const isHeard = heard === 'answer' && this.isWaitedFor && this.process.isAlive;
    if (answer?.status === 200 && this.refreshed) this.noteWhereabouts(this.refreshed, isHeard);
    this.isWaitedFor = false;
    if (heard === 'nothing') this.fail(noAnswer('UND_ERR_SOCKET'));
    else this.settle(heard === 'answer' ? (answer ?? HEARD_INSTEAD.server_error) : HEARD_INSTEAD[heard]);
  }

  /** A 200 or a 401 to a revocation is taken at its word: then it has to be true. */
  private isBelievedRevoked(heard: Outcome['heard']): boolean {
    return this.request.method === 'DELETE' && (heard === 'garbage' || heard === 'invalid_client');
  }

  private carryOut(): AccountsAnswer {
    const { method, form, bearer = '' } = this.request;
    if (method === 'GET') return this.livechat.info(bearer);
    if (method === 'DELETE') return this.livechat.revoke(bearer);
    return this.livechat.refresh(form?.refresh_token ?? '');
  }

  private noteWhereabouts(family: TokenFamily, isHeard: boolean): void {
    if (family.refreshToken === this.request.form?.refresh_token) return;
    if (isHeard) family.holder = this.process;
    else family.loss ??= 'the answer with the newest refresh token was lost';
  }
}

/** As the transport tells it. */
export function noAnswer(error: string): TokenEndpointFailure {
  return new TokenEndpointFailure('transient', { error, outcomeUnknown: true });
}
