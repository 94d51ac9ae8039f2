import { AppError } from '../../foundation/index.js';

/** LiveChat answered a walk's request for a page with success, and no JSON. */
export class UnreadablePage extends AppError {
  readonly code = 'livechat.unreadable_page';
  readonly status = 502;
  readonly publicMessage = 'LiveChat sent a page of the list that is no JSON. Try again in a while.';

  constructor() {
    super('A page is no JSON');
  }
}
