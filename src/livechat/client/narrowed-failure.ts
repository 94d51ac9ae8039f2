import { isAxiosError } from 'axios';

import { causeCodeOf, upstreamFailure } from '../errors/upstream-failure.js';

/** axios's errors carry the whole request, token included: only their message and code go on. */
export function narrowedFailure(error: unknown): unknown {
  if (!isAxiosError(error)) return error;
  const cause = Object.assign(new Error(error.message), { code: causeCodeOf(error) });
  return upstreamFailure(cause);
}
