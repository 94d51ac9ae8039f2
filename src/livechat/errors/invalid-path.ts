import { AppError } from '../../foundation/index.js';

/** A request target that could be read in more than one way. */
export class InvalidPath extends AppError {
  readonly code = 'livechat.invalid_path';
  readonly status = 400;
  readonly publicMessage =
    'This path could lead elsewhere than it seems. Use plain segments, without dot segments, encoded slashes or double slashes.';

  constructor() {
    super('The request target is ambiguous');
  }
}
