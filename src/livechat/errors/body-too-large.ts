import { AppError } from '../../foundation/index.js';

/** A request body over BODY_LIMIT_BYTES. */
export class BodyTooLarge extends AppError {
  readonly code = 'livechat.body_too_large';
  readonly status = 413;
  readonly publicMessage: string;

  constructor(limitBytes: number) {
    super(`The request body is over ${limitBytes} bytes`);
    this.publicMessage = `The body is larger than ${limitBytes} bytes. Send less at once.`;
  }
}
