import { AppError, type NextStep } from '../../foundation/index.js';
import type { Flow } from './flow.js';
import { startHref } from './start-request.js';

/** What LiveChat may say instead of a code, by the names it uses: https://platform.text.com/docs/authorization/troubleshooting */
export type LiveChatRefusalKind = 'error' | 'oauth_exception' | 'identity_exception';

/** The person said no, or LiveChat did on an administrator's behalf. */
export class AccessDenied extends AppError {
  readonly code = 'auth.access_denied';
  readonly status = 403;
  readonly publicMessage =
    'LiveChat was told not to let this app in, so nothing was connected. If that was a mistake, sign in again and choose Allow.';
  override readonly nextStep: NextStep;

  constructor(flow?: Flow) {
    super('LiveChat answered access_denied');
    this.nextStep = tryAgain(flow);
  }
}

/** LiveChat did not accept how this app asked. */
export class AuthorizationRefused extends AppError {
  readonly code = 'auth.authorization_refused';
  readonly status = 400;
  readonly publicMessage: string;
  override readonly nextStep: NextStep;

  constructor({ exception, details }: { exception: string; details?: string }, flow?: Flow) {
    super(`LiveChat refused the authorization: ${known(exception)}, ${known(details)}`);
    this.publicMessage =
      sentence(OF_DETAILS, details) ??
      sentence(OF_EXCEPTION, exception) ??
      'LiveChat did not accept this sign-in. Start it again; if it fails again, tell the operator of this app.';
    this.nextStep = tryAgain(flow);
  }
}

/** LiveChat could not tell, or did not accept, who the person is. */
export class IdentityRefused extends AppError {
  readonly code = 'auth.identity_refused';
  readonly status = 403;
  readonly publicMessage: string;
  override readonly nextStep: NextStep;

  constructor({ exception }: { exception: string }, flow?: Flow) {
    super(`LiveChat refused the identity: ${known(exception)}`);
    this.publicMessage =
      sentence(OF_IDENTITY, exception) ??
      'LiveChat could not confirm who you are. Sign in to LiveChat itself first, then start again here.';
    this.nextStep = tryAgain(flow);
  }
}

/** LiveChat is in trouble itself. */
export class LiveChatTroubled extends AppError {
  readonly code = 'auth.livechat_unavailable';
  readonly status = 502;
  readonly publicMessage = 'LiveChat’s sign-in service is in trouble just now. Try again in a moment.';
  override readonly nextStep: NextStep;

  constructor(flow?: Flow) {
    super('LiveChat answered that it failed itself');
    this.nextStep = tryAgain(flow);
  }
}

/** The refusal for what LiveChat said. Its words only choose among ours: they came through the browser. */
export function liveChatRefusal(
  said: { kind: LiveChatRefusalKind; exception: string; details?: string },
  flow?: Flow,
): AppError {
  if (TROUBLES.includes(said.exception)) return new LiveChatTroubled(flow);
  if (said.kind === 'identity_exception') return new IdentityRefused(said, flow);
  if (said.exception === 'access_denied') return new AccessDenied(flow);
  return new AuthorizationRefused(said, flow);
}

const TROUBLES = ['server_error', 'temporarily_unavailable'];

type Sentences = Readonly<Record<string, string>>;

const ASK_OPERATOR = 'Only the operator of this app can mend that.';

const OF_DETAILS: Sentences = {
  client_id_not_found: `LiveChat does not know this app’s client id. ${ASK_OPERATOR}`,
  redirect_uri_not_set: `This app has no redirect address in the Developer Console. ${ASK_OPERATOR}`,
  invalid_redirect_uri: `This app’s redirect address is not the one in the Developer Console. ${ASK_OPERATOR}`,
  too_many_redirects:
    'LiveChat saw too many sign-ins in a moment and stopped. Wait half a minute, then start again.',
};

const OF_EXCEPTION: Sentences = {
  invalid_request: `LiveChat did not understand this app’s request. ${ASK_OPERATOR}`,
  unauthorized_client: `LiveChat does not accept this app’s credentials or redirect address. ${ASK_OPERATOR}`,
  unsupported_response_type: `This app is of another type in the Developer Console than it asks for. ${ASK_OPERATOR}`,
  invalid_scope:
    'You may not give this app the access it needs: ask an administrator of your LiveChat account to sign in.',
  missing_grant: 'This app needs other permissions than it was given. Sign in again and allow them.',
};

const OF_IDENTITY: Sentences = {
  access_denied: 'LiveChat does not let this account use the app. Sign in with another account.',
  identity_lost: 'Your LiveChat session has ended. Sign in again.',
  credentials_login_disabled:
    'Your organization signs in to LiveChat through single sign-on only. Do that first, then start again here.',
  unauthorized: 'LiveChat has not confirmed who you are, or the app was not allowed. Sign in again.',
};

function sentence(sentences: Sentences, word = ''): string | undefined {
  return Object.hasOwn(sentences, word) ? sentences[word] : undefined;
}

/** For the log: a word of LiveChat's as it is, anything else not at all. */
function known(word = 'no details'): string {
  return [OF_DETAILS, OF_EXCEPTION, OF_IDENTITY].some((sentences) => Object.hasOwn(sentences, word))
    ? word
    : 'a word we do not know';
}

function tryAgain(flow?: Flow): NextStep {
  return { label: 'Try again', href: startHref(flow ?? {}) };
}
