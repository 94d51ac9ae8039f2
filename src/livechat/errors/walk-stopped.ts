import { AppError } from '../../foundation/index.js';

/** The server stops in the middle of a walk. */
export class WalkStopped extends AppError {
  readonly code = 'livechat.stopping';
  readonly status = 503;
  readonly publicMessage = 'This server is about to stop. Send the request again with page_id.';

  constructor() {
    super('The server stops in the middle of a walk');
  }
}
