import type { FastifyRequest } from 'fastify';

import type { AllowedActions, Caller } from '../../auth/index.js';
import { AppError } from '../../foundation/index.js';

/** Everybody with a key is a caller, until it is revoked; the key names the organization, and what follows a slash tells its keys apart. */
export class FakeCallers {
  readonly revoked = new Set<string>();
  /** What every key may call; everything without one. */
  allowed: AllowedActions | undefined;

  known(request: FastifyRequest): Caller | undefined {
    const key = request.headers.authorization?.replace('Bearer ', '');
    if (!key || this.revoked.has(key)) return undefined;
    const [organizationId = ''] = key.split('/');
    const grant = { id: `grant-${organizationId}`, organizationId, accountId: 'account' };
    return { kind: 'key', keyId: key, grant, allowed: this.allowed };
  }

  require(request: FastifyRequest): Promise<Caller> {
    const caller = this.known(request);
    return caller ? Promise.resolve(caller) : Promise.reject(new NobodySignedIn());
  }

  requireAtHandshake(request: FastifyRequest): Promise<Caller> {
    return this.require(request);
  }

  identify(request: FastifyRequest): Promise<Caller | undefined> {
    return Promise.resolve(this.known(request));
  }
}

export class NobodySignedIn extends AppError {
  readonly code = 'tokens.not_signed_in';
  readonly status = 401;
  readonly publicMessage = 'Sign in first.';
  override readonly details = { reconnect_url: 'http://localhost/auth/livechat' };

  constructor() {
    super('nobody signed in');
  }
}
