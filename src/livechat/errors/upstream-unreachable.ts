import { AppError } from '../../foundation/index.js';

/** LiveChat could not be reached, or broke off before it had answered. */
export class UpstreamUnreachable extends AppError {
  readonly code = 'livechat.upstream_unreachable';
  readonly status = 502;
  readonly publicMessage = 'LiveChat cannot be reached at the moment. Try again in a while.';

  constructor(options: { readonly cause: unknown }) {
    super('LiveChat cannot be reached', options);
  }
}
