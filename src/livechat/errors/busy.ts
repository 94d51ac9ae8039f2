import { AppError } from '../../foundation/index.js';

/** As many calls as UPSTREAM_CONCURRENCY allows are under way, and this one has waited too long, or cannot even wait. */
export class Busy extends AppError {
  readonly code = 'livechat.busy';
  readonly status = 503;
  readonly publicMessage =
    'Too many calls to LiveChat are under way here. Nothing was sent: try again as soon as Retry-After says.';
  override readonly headers = { 'retry-after': '2' };

  constructor(why: 'too many calls wait' | 'waited too long' | 'too many bodies are kept') {
    super(`No turn to call LiveChat: ${why}`);
  }
}
