import type { SandboxBehavior } from '../behavior.js';
import type { SandboxClock } from '../clock.js';
import { type Answer, jsonAnswer } from '../http/answer.js';
import { bearerOf, type Call } from '../http/call.js';
import type { AccessRecord } from '../tokens/token-records.js';
import type { TokenStore } from '../tokens/token-store.js';
import type { Directory } from '../world/directory.js';
import { isGranted } from '../world/scopes.js';
import { AccountsError, invalidFields, resourceNotFound } from './accounts-error.js';
import { tokenAnswer } from './token-answer.js';

interface Options {
  readonly clock: SandboxClock;
  readonly behavior: SandboxBehavior;
  readonly tokens: TokenStore;
  readonly directory: Directory;
}

function tokenOf(call: Call): string {
  return bearerOf(call.headers) ?? call.query.get('code') ?? '';
}

/** What can be asked about a token, with that token: info, revocation, and whose it is. */
export class TokenInfo {
  constructor(private readonly options: Options) {}

  /** `GET /v2/info`. Knows access tokens only. */
  info(call: Call): Answer {
    const { tokens, behavior, clock } = this.options;
    const token = tokenOf(call);
    if (token === '') throw invalidFields({ code: 'is required' });
    const access = tokens.findAccess(token);
    if (access === undefined) throw this.deadToken();
    const refreshToken = access.refreshToken ?? '';
    return tokenAnswer({ ...access, accessToken: access.token, refreshToken }, behavior, clock);
  }

  /** `DELETE /v2/token`: an access or a refresh token, and its pair with it. */
  revoke(call: Call): Answer {
    const token = tokenOf(call);
    if (token === '') throw invalidFields({ code: 'is required' });
    if (!this.options.tokens.revoke(token)) throw resourceNotFound('token');
    return jsonAnswer(200, {});
  }

  /** `GET /v2/accounts/me`, for apps that want a name and an address. */
  account(call: Call): Answer {
    const access = this.options.tokens.findAccess(bearerOf(call.headers) ?? '');
    if (access === undefined) throw new AccountsError(401, 'unauthorized', { description: 'Unauthorized' });
    if (!isGranted(access.scopes, 'accounts--my:ro'))
      throw new AccountsError(403, 'access_denied', {
        description: 'Access denied',
        subError: 'insufficient_scope',
      });
    return jsonAnswer(200, this.describe(access));
  }

  private describe({ accountId, organizationId }: AccessRecord): Record<string, unknown> {
    const { email, name, role } = this.options.directory.agentOf(accountId);
    return {
      account_id: accountId,
      name,
      email,
      email_verified: true,
      default_product: 'LiveChat',
      default_organization_id: organizationId,
      roles: [{ role_id: `livechat.${role}`, product: 'LiveChat', role }],
      created_at: '2024-01-15T09:00:00Z',
      updated_at: '2024-01-15T09:00:00Z',
    };
  }

  private deadToken(): AccountsError {
    const { deadTokenInfoStatus: status } = this.options.behavior;
    if (status === 422) return invalidFields({ code: 'is not a valid access token' });
    return new AccountsError(status, 'unauthorized', { description: 'The token is invalid or has expired' });
  }
}
