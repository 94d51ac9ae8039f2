import { AppError } from '../../foundation/index.js';

/** The organization's requests of this month have come to SPEND_HARD_CAP. */
export class SpendCapReached extends AppError {
  readonly code = 'livechat.spend_cap_reached';
  readonly status = 429;
  readonly publicMessage: string;
  override readonly headers: Readonly<Record<string, string>>;
  override readonly details: Readonly<Record<string, unknown>>;

  constructor(cap: number, waitMs: number) {
    super(`The organization has made its ${cap} requests of this month`);
    this.publicMessage = `This organization may make ${cap} requests a month here, and has made them. The operator of this service can raise that; else it begins again with the next month (UTC).`;
    this.headers = { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) };
    this.details = { requests_per_month: cap };
  }
}
