import { AppError } from '../../foundation/index.js';

/** A walk whose body is nothing that a page id could be put into. */
export class InvalidWalk extends AppError {
  readonly code = 'livechat.invalid_body';
  readonly status = 400;
  readonly publicMessage =
    'With all=true the body must be a JSON object, not compressed nor nested too deeply, or be left out.';

  constructor() {
    super('The body of a walk is no JSON object');
  }
}
