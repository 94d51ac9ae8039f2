import { AppError } from '../../foundation/index.js';

/** LiveChat named a page as the next one that a walk has seen already: it would go round for ever. */
export class PageRepeated extends AppError {
  readonly code = 'livechat.page_repeated';
  readonly status = 502;
  readonly publicMessage =
    'LiveChat named a page as the next one that it had named before, so the list was not followed any further.';

  constructor() {
    super('LiveChat named a page twice');
  }
}
