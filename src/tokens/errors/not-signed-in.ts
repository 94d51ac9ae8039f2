import { AppError } from '../../foundation/index.js';

/** Nobody has signed in with LiveChat, or whoever did has disconnected. */
export class NotSignedIn extends AppError {
  readonly code = 'tokens.not_signed_in';
  readonly status = 401;
  readonly publicMessage = 'Nobody is signed in with LiveChat here: open /auth/livechat to sign in.';
  override readonly details: Readonly<Record<string, unknown>>;
  override readonly nextStep: { readonly label: string; readonly href: string };

  constructor(reconnectUrl: string, options?: ErrorOptions) {
    super('There is no LiveChat grant for this caller', options);
    this.details = { reconnect_url: reconnectUrl };
    this.nextStep = { label: 'Sign in with LiveChat', href: reconnectUrl };
  }
}
