import { AppError } from '../../foundation/index.js';

/** The caller stopped sending in the middle of a body. */
export class BodyStalled extends AppError {
  readonly code = 'livechat.body_stalled';
  readonly status = 408;
  readonly publicMessage = 'The body stopped arriving. Send the request again.';
  override readonly headers = { connection: 'close' };

  constructor() {
    super('The request body stopped arriving');
  }
}
