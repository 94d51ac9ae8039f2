import type { FastifyRequest } from 'fastify';

import type { IssuedTokens } from '../../tokens/index.js';
import type { Flow } from './flow.js';

/** A sign-in that LiveChat has answered with tokens. */
export interface FinishedFlow {
  readonly issued: IssuedTokens;
  readonly flow: Flow;
}

const FINISHED = Symbol('finished flow');

interface WithFinishedFlow {
  [FINISHED]?: FinishedFlow;
}

export function rememberFinishedFlow(request: FastifyRequest, finished: FinishedFlow): void {
  (request as WithFinishedFlow)[FINISHED] = finished;
}

/** What came of the sign-in, on the route behind `CallbackGuard`. */
export function finishedFlowOf(request: FastifyRequest): FinishedFlow {
  const finished = (request as WithFinishedFlow)[FINISHED];
  if (!finished) throw new Error('finishedFlowOf() was asked on a route without CallbackGuard');
  return finished;
}
