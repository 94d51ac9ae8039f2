import { AppError } from '../../foundation/index.js';

/** The grant has none of the scopes that the action needs: LiveChat was not asked. */
export class MissingScope extends AppError {
  readonly code = 'livechat.missing_scope';
  readonly status = 403;
  readonly publicMessage =
    'LiveChat did not grant this connection what the call needs. Open reconnect_url and allow it, or let an agent with a higher role do so; the app must ask for the scope.';
  override readonly details: Readonly<Record<string, unknown>>;

  /** @param enough scopes of which any one is enough */
  constructor(enough: readonly string[], reconnectUrl: string) {
    const scope = enough.join('|');
    super(`The grant lacks ${scope}`);
    this.details = { scope, reconnect_url: reconnectUrl };
  }
}
