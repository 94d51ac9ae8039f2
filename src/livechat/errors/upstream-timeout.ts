import { AppError } from '../../foundation/index.js';

/** LiveChat did not answer in time. Whether it did what was asked is not known. */
export class UpstreamTimeout extends AppError {
  readonly code = 'livechat.upstream_timeout';
  readonly status = 504;
  readonly publicMessage =
    'LiveChat did not answer in time. It may have done what was asked: check before you try again.';

  constructor(options: { readonly cause: unknown }) {
    super('LiveChat did not answer in time', options);
  }
}
