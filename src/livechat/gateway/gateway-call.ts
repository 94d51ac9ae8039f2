import type { Caller } from '../../auth/index.js';
import type { GrantRef } from '../../tokens/index.js';
import type { UpstreamTarget } from '../policy/upstream-target.js';
import type { AnswerRelay } from './answer-relay.js';
import type { AnswerSink } from './answer-sink.js';
import type { CallerPresence } from './caller-presence.js';
import type { RequestBody } from './request-body.js';

/** A caller's request, judged and ready to go to LiveChat. */
export interface GatewayCall {
  readonly id: string;
  readonly method: string;
  readonly target: UpstreamTarget;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: RequestBody;
  readonly grant: GrantRef;
  /** Chooses another grant once that one turned out to be dead, for callers that may act through any. */
  readonly fallback?: () => Promise<GrantRef>;
  readonly presence: CallerPresence;
  readonly relay: AnswerSink;
}

/** As it arrived: its answer goes to the caller itself. */
export interface ArrivedCall extends GatewayCall {
  /**
   * Who calls, looked up once more.
   *
   * @throws AppError when the session has ended meanwhile, or the key was revoked
   */
  callerNow(): Promise<Caller> | Caller;
  readonly relay: AnswerRelay;
}
