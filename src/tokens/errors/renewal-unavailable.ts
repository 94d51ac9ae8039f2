import { AppError } from '../../foundation/index.js';

/** The access token cannot be used any more, and a new one cannot be had just now. */
export class RenewalUnavailable extends AppError {
  readonly code = 'tokens.renewal_unavailable';
  readonly status = 503;
  readonly publicMessage =
    'The LiveChat connection cannot be renewed just now. Try again after the time in Retry-After.';
  override readonly headers: Readonly<Record<string, string>>;

  constructor(retryAfterMs: number, options?: ErrorOptions) {
    super('A LiveChat access token cannot be renewed just now', options);
    this.headers = { 'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) };
  }
}
