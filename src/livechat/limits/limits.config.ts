import { z } from 'zod';

import { wholeNumber, wholeNumberOrNone } from '../../foundation/index.js';

const MAX_PER_MINUTE = 10_000_000;
const MAX_PER_MONTH = 1_000_000_000_000;
const MAX_CONCURRENCY = 16_384;
/** A healthy process answers some thousand calls a second, and has a few dozen under way. */
const CONCURRENCY = 256;

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
  SPEND_SOFT_CAP: wholeNumberOrNone({ min: 1, max: MAX_PER_MONTH }).describe(
    'When an organization comes to this many requests to LiveChat in a calendar month (UTC), it is logged and counted, once.',
  ),
  SPEND_HARD_CAP: wholeNumberOrNone({ min: 1, max: MAX_PER_MONTH }).describe(
    'From this many requests to LiveChat in a calendar month (UTC) on, an organization’s calls get 429 until the month ends. Without it, LiveChat’s bill is the limit.',
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
  /** Requests to LiveChat a month, of one organization. */
  readonly softCap?: number;
  /** Requests to LiveChat a month, of one organization. */
  readonly hardCap?: number;
}

export const noCallLimits: CallLimits = { concurrency: CONCURRENCY };

export function callLimitsFrom(env: z.infer<z.ZodObject<typeof limitsEnv>>): CallLimits {
  return {
    perKey: env.KEY_RATE_LIMIT,
    perOrganization: env.ORGANIZATION_RATE_LIMIT,
    concurrency: env.UPSTREAM_CONCURRENCY,
    softCap: env.SPEND_SOFT_CAP,
    hardCap: env.SPEND_HARD_CAP,
  };
}
