import { z } from 'zod';

import { wholeNumber, wholeNumberOrNone } from '../../foundation/index.js';

const MAX_PER_MINUTE = 10_000_000;
const MAX_CONCURRENCY = 16_384;
/** A healthy process answers some thousand calls a second, and has a few dozen under way. */
const CONCURRENCY = 512;

export const limitsEnv = {
  KEY_RATE_LIMIT: wholeNumberOrNone({ min: 1, max: MAX_PER_MINUTE }).describe(
    'How many requests a minute one API key may make through one process. Then 429. Without it, as many as it likes.',
  ),
  ORGANIZATION_RATE_LIMIT: wholeNumberOrNone({ min: 1, max: MAX_PER_MINUTE }).describe(
    'How many requests a minute one organization may make through one process, all its keys and sessions together. Then 429. Without it, as many as it likes.',
  ),
  UPSTREAM_CONCURRENCY: wholeNumber({ min: 1, max: MAX_CONCURRENCY, by: CONCURRENCY }).describe(
    'How many calls one process has under way at LiveChat at once, and as many connections. Further ones wait; organizations take turns.',
  ),
};

/** How much callers may ask of one process. */
export interface CallLimits {
  /** Requests a minute. */
  readonly perKey?: number;
  /** Requests a minute. */
  readonly perOrganization?: number;
  /** Calls under way at LiveChat at once. */
  readonly concurrency: number;
}

export const noCallLimits: CallLimits = { concurrency: CONCURRENCY };

export function callLimitsFrom(env: z.infer<z.ZodObject<typeof limitsEnv>>): CallLimits {
  return {
    perKey: env.KEY_RATE_LIMIT,
    perOrganization: env.ORGANIZATION_RATE_LIMIT,
    concurrency: env.UPSTREAM_CONCURRENCY,
  };
}
