import { AppError } from '../errors/app-error.js';

/** A sealed text did not open. Never the caller's fault, and never said in detail to the caller. */
export class SealedTextUnreadable extends AppError {
  readonly code = 'foundation.sealed_text_unreadable';
  readonly status = 500;
  readonly publicMessage = 'Something went wrong on our side. Give the request id to the operator.';

  constructor(why: string, options?: ErrorOptions) {
    super(`A sealed text cannot be opened: ${why}`, options);
  }
}
