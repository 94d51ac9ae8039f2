import type { Readable } from 'node:stream';

export interface CallOptions {
  /** Ends the call, also while it waits for a token. */
  readonly signal?: AbortSignal;
  /** Another API version than the configured one, such as `3.5`. */
  readonly version?: string;
}

/** JSON, or a body as it is. A stream is sent once: its 401 renews the token, and the caller decides about a retry. */
export type CallPayload = object | FormData | Readable | Buffer;
