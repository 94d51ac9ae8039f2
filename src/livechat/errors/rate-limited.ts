import { AppError } from '../../foundation/index.js';

const WHO = { key: 'This API key', organization: 'This organization' } as const;

/** More requests in a minute than KEY_RATE_LIMIT or ORGANIZATION_RATE_LIMIT allows. */
export class RateLimited extends AppError {
  readonly code = 'livechat.rate_limited';
  readonly status = 429;
  readonly publicMessage: string;
  override readonly headers: Readonly<Record<string, string>>;
  override readonly details: Readonly<Record<string, unknown>>;

  constructor(whose: keyof typeof WHO, perMinute: number, waitMs: number) {
    super(`More than ${perMinute} requests a minute of one ${whose}`);
    const seconds = Math.max(1, Math.ceil(waitMs / 1000));
    this.publicMessage = `${WHO[whose]} may make ${perMinute} requests a minute here, and has made them. Try again in ${seconds} s.`;
    this.headers = { 'retry-after': String(seconds) };
    this.details = { limit: whose, requests_per_minute: perMinute };
  }
}
