/**
 * What to make of a call to the token endpoint that gave no tokens.
 *
 * - `transient`: nothing is known about the grant; later it may work.
 * - `configuration`: our own client id or secret is at fault, whatever the grant.
 * - `permanent`: LiveChat no longer accepts the refresh token or the code.
 * - `ambiguous`: LiveChat says the same for an unknown refresh token and for an unknown client.
 */
export type FailureKind = 'transient' | 'configuration' | 'permanent' | 'ambiguous';

interface Circumstances {
  /** LiveChat's error code, or ours for what never became an answer. Never its description, which may quote a token. */
  readonly error: string;
  readonly status?: number;
  /** LiveChat's own id of the request, for its support. */
  readonly requestId?: string;
  readonly retryAfterMs?: number;
  /** Whether LiveChat may have acted on the request all the same. */
  readonly outcomeUnknown?: boolean;
  readonly cause?: unknown;
}

/** A call to the token endpoint gave no tokens. Stays inside the room: its callers turn it into an `AppError`. */
export class TokenEndpointFailure extends Error {
  readonly error: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly retryAfterMs?: number;
  readonly outcomeUnknown: boolean;

  constructor(
    readonly kind: FailureKind,
    circumstances: Circumstances,
  ) {
    super(`LiveChat's token endpoint: ${kind}, ${circumstances.error}`, { cause: circumstances.cause });
    this.name = 'TokenEndpointFailure';
    this.error = circumstances.error;
    this.status = circumstances.status;
    this.requestId = circumstances.requestId;
    this.retryAfterMs = circumstances.retryAfterMs;
    this.outcomeUnknown = circumstances.outcomeUnknown ?? false;
  }

  get isTimeout(): boolean {
    return this.error === TIMED_OUT;
  }
}

export const TIMED_OUT = 'timed_out';
