import { AppError, type NextStep } from '../../foundation/index.js';
import type { Flow } from './flow.js';
import { startHref } from './start-request.js';

/** Starts the same sign-in again, as far as we know what was asked for. */
function startAgain(flow?: Flow): NextStep {
  return { label: 'Sign in again', href: startHref(flow ?? {}) };
}

/** A return from LiveChat without a code and without an error: somebody opened the address by hand. */
export class NothingToFinish extends AppError {
  readonly code = 'auth.nothing_to_finish';
  readonly status = 400;
  readonly publicMessage = 'There is no sign-in to finish here. Start one.';
  override readonly nextStep = startAgain();

  constructor() {
    super('The callback was called without a code');
  }
}

/** A code nobody here asked for: LiveChat, or an attacker, began this sign-in. */
export class UnsolicitedCode extends AppError {
  readonly code = 'auth.unsolicited_code';
  readonly status = 400;
  readonly publicMessage =
    'This sign-in was not started here, so it was not accepted. Start it from this site instead.';
  override readonly nextStep = startAgain();

  constructor() {
    super('The callback was called with a code and no state');
  }
}

/** The browser has no cookie for the state it brings back. */
export class SignInLost extends AppError {
  readonly code = 'auth.sign_in_lost';
  readonly status = 400;
  readonly publicMessage: string;
  override readonly nextStep = startAgain();

  constructor({ publicUrl }: { publicUrl: URL }) {
    super('No readable flow cookie for the state');
    this.publicMessage = `This browser does not remember starting this sign-in: it is finished already, was started in another browser or at another address than ${publicUrl.origin}, or cookies are switched off. Start it again.`;
  }
}

/** A tab that was left open too long. */
export class SignInExpired extends AppError {
  readonly code = 'auth.sign_in_expired';
  readonly status = 400;
  readonly publicMessage =
    'This sign-in took longer than ten minutes and is no longer valid. Start it again.';
  override readonly nextStep: NextStep;

  constructor(flow: Flow) {
    super('The flow is older than its lifetime');
    this.nextStep = startAgain(flow);
  }
}

/** The same return from LiveChat, a second time. */
export class SignInAlreadyUsed extends AppError {
  readonly code = 'auth.sign_in_already_used';
  readonly status = 409;
  readonly publicMessage =
    'This sign-in was finished already, perhaps by a second click. If you are not signed in, start it again.';
  override readonly nextStep = startAgain();

  constructor(options?: ErrorOptions) {
    super('The state was consumed before', options);
  }
}

/** LiveChat signed the agent in to another organization than was asked for. */
export class OtherOrganization extends AppError {
  readonly code = 'auth.other_organization';
  readonly status = 403;
  readonly publicMessage =
    'LiveChat signed you in to another organization than the one asked for, so nothing was stored. Sign in again and choose the right one.';
  override readonly nextStep: NextStep;

  constructor(flow: Flow) {
    super('The answer is for another organization than was asked for');
    this.nextStep = startAgain(flow);
  }
}

/** The app was uninstalled between the consent and its end. */
export class UninstalledMeanwhile extends AppError {
  readonly code = 'auth.uninstalled';
  readonly status = 401;
  readonly publicMessage =
    'The app was uninstalled from your LiveChat organization just now. Install it again, then sign in.';
  override readonly nextStep = startAgain();

  constructor() {
    super('The installation is not active after a sign-in');
  }
}

/** What failed at LiveChat, with the one thing to do about it on the page. */
export class SignInFailed extends AppError {
  readonly code: string;
  readonly status: number;
  readonly publicMessage: string;
  override readonly headers: Readonly<Record<string, string>> | undefined;
  override readonly nextStep: NextStep;

  constructor(cause: AppError, flow?: Flow) {
    super(`Sign-in failed: ${cause.message}`, { cause });
    this.code = cause.code;
    this.status = cause.status;
    this.publicMessage = cause.publicMessage;
    this.headers = cause.headers;
    this.nextStep = startAgain(flow);
  }
}
