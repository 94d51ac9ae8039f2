import type { FastifyRequest } from 'fastify';

import type { GrantRef } from '../../tokens/index.js';
import type { AllowedActions } from '../api-keys/allowed-actions.js';

/** A browser that is signed in: acts as its own account. */
export interface SessionCaller {
  readonly kind: 'session';
  /** Whose token to use. */
  readonly grant: GrantRef;
  readonly fallback?: undefined;
  readonly allowed?: undefined;
  /** The cookie's value, to end the session by. */
  readonly sessionId: string;
}

/** A program with a caller key: acts for the organization it named or is bound to. */
export interface KeyCaller {
  readonly kind: 'key';
  /** Whose token to use. */
  readonly grant: GrantRef;
  /** Chooses again once that grant turned out to be dead; only for a caller that named no account. */
  readonly fallback?: () => Promise<GrantRef>;
  /** All that it may call; everything without one. */
  readonly allowed?: AllowedActions;
  readonly keyId: string;
}

/** Whoever may call LiveChat through us. */
export type Caller = SessionCaller | KeyCaller;

/** A program with an operator key: looks after this service, and never calls LiveChat. */
export interface OperatorCaller {
  readonly keyId: string;
}

const CALLER = Symbol('caller');

interface WithCaller {
  [CALLER]?: Caller;
}

export function rememberCaller(request: FastifyRequest, caller: Caller): void {
  (request as WithCaller)[CALLER] = caller;
}

/** Who is calling, on a route behind `CallerGuard`. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = (request as WithCaller)[CALLER];
  if (!caller) throw new Error('callerOf() was asked on a route without CallerGuard');
  return caller;
}
