import { Injectable } from '@nestjs/common';

import type { GrantSummary } from './grants/grant-summary.js';
import type { AccessToken, GrantRef, IssuedTokens, UsableToken } from './token-values.js';

/** What LiveChat’s answers tell about a grant. */
export type Observation =
  | { readonly errorType: string }
  | { readonly region: string }
  | { readonly rejectedAfterRenewal: AccessToken }
  | { readonly accepted: AccessToken };

@Injectable()
export class TokensService {
  accessTokenFor(_grant: GrantRef): Promise<UsableToken> {
    return Promise.reject(new Error('not built yet'));
  }

  renew(_grant: GrantRef, _by: { rejected: AccessToken }): Promise<UsableToken> {
    return Promise.reject(new Error('not built yet'));
  }

  save(_issued: IssuedTokens): Promise<GrantRef> {
    return Promise.reject(new Error('not built yet'));
  }

  revoke(_grant: GrantRef): Promise<void> {
    return Promise.reject(new Error('not built yet'));
  }

  summary(_grant: GrantRef): Promise<GrantSummary> {
    return Promise.reject(new Error('not built yet'));
  }

  observe(_grant: GrantRef, _seen: Observation): void {
    return;
  }
}
