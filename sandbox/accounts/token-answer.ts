import type { SandboxBehavior } from '../behavior.js';
import type { SandboxClock } from '../clock.js';
import { type Answer, jsonAnswer } from '../http/answer.js';
import type { SandboxTokens } from '../tokens/token-records.js';

/** A pair as the token endpoint and `/v2/info` show it. The scopes are separated by commas. */
export function tokenAnswer(tokens: SandboxTokens, behavior: SandboxBehavior, clock: SandboxClock): Answer {
  const shown = {
    access_token: tokens.accessToken,
    account_id: tokens.accountId,
    client_id: tokens.clientId,
    ...(!behavior.omitExpiresIn && { expires_in: Math.round((tokens.expiresAt - clock.now()) / 1000) }),
    organization_id: tokens.organizationId,
    ...(!behavior.omitRefreshToken && { refresh_token: tokens.refreshToken }),
    scope: tokens.scopes.join(','),
    token_type: 'Bearer',
  };
  return jsonAnswer(200, shown, { 'cache-control': 'no-store' });
}
