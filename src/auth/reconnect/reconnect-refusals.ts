import { AppError, type NextStep } from '../../foundation/index.js';
import type { Flow } from '../sign-in/flow.js';
import { startHref } from '../sign-in/start-request.js';

/** Cut off on its way, changed, or sealed with a key that is no longer ours. */
export class ReconnectLinkInvalid extends AppError {
  readonly code = 'auth.reconnect_link_invalid';
  readonly status = 400;
  readonly publicMessage =
    'This link is not complete, or was not made here. Copy all of it, or ask whoever sent it to you for a new one.';

  constructor(options?: ErrorOptions) {
    super('A reconnect link does not open', options);
  }
}

/** Two apps may share their keys, never their installations. */
export class ReconnectLinkOfAnotherApp extends AppError {
  readonly code = 'auth.reconnect_link_of_another_app';
  readonly status = 400;
  readonly publicMessage =
    'This link was made for another LiveChat app than the one here. Ask whoever sent it to you for a new one.';

  constructor() {
    super('A reconnect link is for another client id');
  }
}

export class ReconnectLinkExpired extends AppError {
  readonly code = 'auth.reconnect_link_expired';
  readonly status = 410;
  readonly publicMessage =
    'This link was good for three days and has expired. Ask whoever sent it to you for a new one.';

  constructor() {
    super('A reconnect link has expired');
  }
}

export class ReconnectLinkUsed extends AppError {
  readonly code = 'auth.reconnect_link_used';
  readonly status = 410;
  readonly publicMessage =
    'This link has connected LiveChat already, and works once. If the connection is broken again, ask whoever sent it to you for a new one.';

  constructor(options?: ErrorOptions) {
    super('A reconnect link was used before', options);
  }
}

/** What the link was to connect again is not there any more: signing in would make an installation of another id. */
export class ReconnectInstallationGone extends AppError {
  readonly code = 'auth.reconnect_installation_gone';
  readonly status = 410;
  readonly publicMessage =
    'This link is for an installation that no longer exists, so nothing was connected. Ask whoever sent it to you for a new one.';

  constructor() {
    super('The installation of a reconnect link does not exist');
  }
}

/** The agent signed in to another organization than the link is for. */
export class ReconnectOtherOrganization extends AppError {
  readonly code = 'auth.reconnect_other_organization';
  readonly status = 403;
  readonly publicMessage =
    'This link is for another LiveChat organization than the one you signed in to, so nothing was connected. Open it again as an agent of that organization.';
  override readonly nextStep: NextStep;

  constructor(flow: Flow) {
    super('The answer is for another organization than the reconnect link');
    this.nextStep = { label: 'Open the link again', href: startHref(flow) };
  }
}
