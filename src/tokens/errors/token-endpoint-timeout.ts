import { AppError } from '../../foundation/index.js';

/** LiveChat’s accounts server took longer than TOKEN_ENDPOINT_TIMEOUT_MS. */
export class TokenEndpointTimeout extends AppError {
  readonly code = 'tokens.token_endpoint_timeout';
  readonly status = 504;
  readonly publicMessage = 'LiveChat’s sign-in service took too long to answer. Try again in a moment.';

  constructor(options?: ErrorOptions) {
    super('LiveChat’s token endpoint took too long', options);
  }
}
