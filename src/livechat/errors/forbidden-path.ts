import { AppError } from '../../foundation/index.js';

/** A path outside the API families that may be called. */
export class ForbiddenPath extends AppError {
  readonly code = 'livechat.forbidden_path';
  readonly status = 403;
  readonly publicMessage: string;

  constructor(families: readonly string[]) {
    super('The path is in no API family that may be called');
    this.publicMessage = `After /livechat/ (and a version such as v3.6, if any) the path must begin with one of: ${families.join(', ')}.`;
  }
}
