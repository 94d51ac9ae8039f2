import { AppError } from '../../foundation/index.js';

/** A call that the key's own list does not have. */
export class ActionNotAllowed extends AppError {
  readonly code = 'livechat.forbidden_path';
  readonly status = 403;
  readonly publicMessage: string;

  constructor(patterns: readonly string[]) {
    super('The key does not allow this action');
    this.publicMessage = `This API key may only call ${patterns.join(', ')}, with or without a version, and spelled plainly.`;
  }
}
