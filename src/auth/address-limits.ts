import rateLimit from '@fastify/rate-limit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { AppError } from '../foundation/index.js';

/** For `@RouteConfig`: how often one address may call a route that anybody may call. */
export const ADDRESS_LIMIT = { rateLimit: { max: 60, timeWindow: 60_000 } } as const;

/** One address asks for more than people do. */
export class TooManyRequests extends AppError {
  readonly code = 'auth.too_many_requests';
  readonly status = 429;
  readonly publicMessage =
    'Too many requests came from your network address. Wait as long as Retry-After says, then try again.';
  override readonly headers: Readonly<Record<string, string>>;

  constructor(waitMs: number) {
    super('An address called a limited route too often');
    this.headers = { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) };
  }
}

/**
 * Limits, by address, the routes marked with `ADDRESS_LIMIT`. To be called before the application is initialized; an
 * IPv6 address counts with its /64 network.
 */
export async function registerAddressLimits(app: NestFastifyApplication): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) => new TooManyRequests(ttl),
  });
}
