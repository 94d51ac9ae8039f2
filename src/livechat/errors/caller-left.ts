import { AppError } from '../../foundation/index.js';

/** The caller closed the connection. Nobody reads this. */
export class CallerLeft extends AppError {
  readonly code = 'livechat.caller_left';
  readonly status = 499;
  readonly publicMessage = 'The connection was closed before the answer.';

  constructor() {
    super('The caller closed the connection');
  }
}
