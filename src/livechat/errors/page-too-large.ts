import { AppError } from '../../foundation/index.js';

/** One page of a list is more than a walk takes into memory. */
export class PageTooLarge extends AppError {
  readonly code = 'livechat.page_too_large';
  readonly status = 502;
  readonly publicMessage = 'A page of this list is larger than 10 MiB. Begin again with a smaller limit.';

  constructor() {
    super('A page is too large to be walked over');
  }
}
