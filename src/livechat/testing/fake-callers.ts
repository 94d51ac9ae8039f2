import type { FastifyRequest } from 'fastify';

import type { Caller } from '../../auth/index.js';
import { AppError } from '../../foundation/index.js';

/** Everybody with a key is a caller; the key names the organization. */
export class FakeCallers {
  require(request: FastifyRequest): Promise<Caller> {
    const key = request.headers.authorization?.replace('Bearer ', '');
    if (!key) return Promise.reject(new NobodySignedIn());
    return Promise.resolve({
      kind: 'key',
      keyId: key,
      grant: { id: `grant-${key}`, organizationId: key, accountId: 'account' },
    });
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
