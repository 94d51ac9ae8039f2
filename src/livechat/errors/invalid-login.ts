import { AppError } from '../../foundation/index.js';

/** A login over RTM that cannot be completed with a token. */
export class InvalidLogin extends AppError {
  readonly code = 'livechat.invalid_body';
  readonly status = 400;
  readonly publicMessage = 'This login is nested too deeply to put a token into it.';

  constructor() {
    super('A login cannot be written as JSON');
  }
}
