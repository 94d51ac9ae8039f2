import { AppError } from '../../foundation/index.js';

/** LiveChat does not accept our own client id or secret: nothing a caller or an agent can mend. */
export class FixConfiguration extends AppError {
  readonly code = 'tokens.fix_configuration';
  readonly status = 503;
  readonly publicMessage =
    'This app’s own LiveChat credentials are not accepted. Its operator must check LIVECHAT_CLIENT_ID and LIVECHAT_CLIENT_SECRET.';

  constructor(options?: ErrorOptions) {
    super('LiveChat does not accept our client id or secret', options);
  }
}
