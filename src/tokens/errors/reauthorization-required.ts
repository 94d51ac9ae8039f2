import { AppError } from '../../foundation/index.js';
import type { GrantRef } from '../token-values.js';

/** LiveChat no longer accepts the grant's tokens: only its owner can help, by signing in again. */
export class ReauthorizationRequired extends AppError {
  readonly code = 'tokens.reauthorization_required';
  readonly status = 401;
  readonly publicMessage = 'This LiveChat account must be connected again: open /auth/livechat.';
  override readonly details: Readonly<Record<string, unknown>>;
  override readonly nextStep: { readonly label: string; readonly href: string };

  constructor(
    readonly grant: GrantRef,
    reconnectUrl: string,
    options?: ErrorOptions,
  ) {
    super(`LiveChat no longer accepts grant ${grant.id}`, options);
    this.details = { reconnect_url: reconnectUrl };
    this.nextStep = { label: 'Connect LiveChat again', href: reconnectUrl };
  }
}
