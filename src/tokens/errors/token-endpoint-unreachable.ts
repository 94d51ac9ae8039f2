import { AppError } from '../../foundation/index.js';

/** LiveChat’s accounts server did not answer, or with nothing that can be used. */
export class TokenEndpointUnreachable extends AppError {
  readonly code = 'tokens.token_endpoint_unreachable';
  readonly status = 502;
  readonly publicMessage = 'LiveChat’s sign-in service cannot be reached just now. Try again in a moment.';

  constructor(options?: ErrorOptions) {
    super('LiveChat’s token endpoint gave no usable answer', options);
  }
}
