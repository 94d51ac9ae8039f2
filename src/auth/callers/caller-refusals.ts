import { AppError, type HttpConfig, type NextStep } from '../../foundation/index.js';

const SIGN_IN: NextStep = { label: 'Sign in with LiveChat', href: '/auth/livechat' };

/** Nobody we know: no credential, a session that has ended, or a key that is not or no longer ours. */
export class CallerUnknown extends AppError {
  readonly code = 'auth.not_signed_in';
  readonly status = 401;
  readonly publicMessage =
    'You are not signed in. Open reconnect_url in a browser to sign in with LiveChat, or send a valid API key.';
  override readonly headers = { 'www-authenticate': 'Bearer' };
  override readonly details: Readonly<Record<string, unknown>>;
  override readonly nextStep = SIGN_IN;

  constructor(why: string, { publicUrl }: Pick<HttpConfig, 'publicUrl'>) {
    super(`Caller unknown: ${why}`);
    this.details = { reconnect_url: new URL('/auth/livechat', publicUrl).href };
  }
}

/** A key whose time is over. Only who has its secret is told: to others it is a key like any that is not good. */
export class KeyExpired extends AppError {
  readonly code = 'auth.not_signed_in';
  readonly status = 401;
  readonly publicMessage =
    'This API key has expired. Whoever runs this service makes a new one with: livechat-app keys create';
  override readonly headers = { 'www-authenticate': 'Bearer' };
  override readonly details: Readonly<Record<string, unknown>>;

  constructor({ publicUrl }: Pick<HttpConfig, 'publicUrl'>) {
    super('The key has expired');
    this.details = { reconnect_url: new URL('/auth/livechat', publicUrl).href };
  }
}

/** A request with a session's cookie that a page of somebody else may have caused. */
export class CrossSiteRequest extends AppError {
  readonly code = 'auth.cross_site_request';
  readonly status = 403;
  readonly publicMessage =
    'This request did not come from a page of ours. Send it from this site, from one of ALLOWED_ORIGINS, or with an API key instead of the cookie.';

  constructor() {
    super('A request with a session cookie came from another site, or did not say where from');
  }
}

/** The tenant headers name another organization or account than the credential belongs to. */
export class TenantMismatch extends AppError {
  readonly code = 'auth.tenant_mismatch';
  readonly status = 409;
  readonly publicMessage =
    'LiveChat-Organization-Id or LiveChat-Account-Id names somebody else than this credential belongs to. Leave the header out, or use the right credential.';

  constructor() {
    super('The tenant headers contradict the credential');
  }
}

/** A key for any organization, and no word which. */
export class TenantRequired extends AppError {
  readonly code = 'auth.tenant_required';
  readonly status = 400;
  readonly publicMessage =
    'This API key is not bound to an organization: name one in the LiveChat-Organization-Id header.';

  constructor() {
    super('An unbound key named no organization');
  }
}

/** A key whose role does not reach here. */
export class RoleForbidden extends AppError {
  readonly code = 'auth.forbidden_path';
  readonly status = 403;
  readonly publicMessage: string;

  constructor(needed: 'caller' | 'operator') {
    super(`The key is not of role ${needed}`);
    this.publicMessage = `This address needs an API key of the role "${needed}". Make one with: livechat-app keys create --role ${needed}`;
  }
}

/** A key where only a person in a browser makes sense. */
export class SessionRequired extends AppError {
  readonly code = 'auth.session_required';
  readonly status = 403;
  readonly publicMessage =
    'Only a signed-in browser can do this, not an API key. Send the request with the session cookie alone.';

  constructor() {
    super('A key called a route that is for sessions');
  }
}
