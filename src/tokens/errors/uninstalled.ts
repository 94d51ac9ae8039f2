import { AppError } from '../../foundation/index.js';

/** The organization removed this app. */
export class Uninstalled extends AppError {
  readonly code = 'tokens.uninstalled';
  readonly status = 401;
  readonly publicMessage =
    'This LiveChat organization has uninstalled the app: install it again, then open /auth/livechat.';
  override readonly details: Readonly<Record<string, unknown>>;
  override readonly nextStep: { readonly label: string; readonly href: string };

  constructor(reconnectUrl: string) {
    super('The installation is uninstalled');
    this.details = { reconnect_url: reconnectUrl };
    this.nextStep = { label: 'Connect LiveChat again', href: reconnectUrl };
  }
}
