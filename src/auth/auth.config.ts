import { z } from 'zod';

import { wholeNumber } from '../foundation/index.js';

const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 365 * DAY_SECONDS;

export const authEnv = {
  SESSION_IDLE_SECONDS: wholeNumber({ min: 1, max: YEAR_SECONDS, by: DAY_SECONDS }).describe(
    'A browser session ends after this long without a request.',
  ),
  SESSION_MAX_SECONDS: wholeNumber({ min: 1, max: YEAR_SECONDS, by: 30 * DAY_SECONDS }).describe(
    'A browser session ends this long after sign-in, however busy it is.',
  ),
};

/** How long a browser stays signed in. */
export class AuthConfig {
  readonly sessionIdleMs: number;
  readonly sessionMaxMs: number;

  constructor(values: { sessionIdleMs: number; sessionMaxMs: number }) {
    this.sessionIdleMs = values.sessionIdleMs;
    this.sessionMaxMs = values.sessionMaxMs;
  }
}

export function authConfigFrom(env: z.infer<z.ZodObject<typeof authEnv>>): AuthConfig {
  return new AuthConfig({
    sessionIdleMs: env.SESSION_IDLE_SECONDS * 1000,
    sessionMaxMs: env.SESSION_MAX_SECONDS * 1000,
  });
}
