import { Injectable } from '@nestjs/common';

import { type AccessToken, type GrantRef, TokensService, type UsableToken } from '../../tokens/index.js';
import { FewAtOnce } from './few-at-once.js';
import { ScopeCheck } from './scope-check.js';
import type { UpstreamTarget } from './upstream-target.js';

/** What is called, and through which grant. */
export interface AskingCall {
  readonly grant: GrantRef;
  readonly target: Pick<UpstreamTarget, 'action'>;
}

/** Tokens for calls: as `TokensService` gives them, but none to a grant that lacks what the action needs. */
@Injectable()
export class CallTokens {
  private readonly waited = new FewAtOnce();

  constructor(
    private readonly tokens: TokensService,
    private readonly scopes: ScopeCheck,
  ) {}

  /**
   * As `TokensService.freshTokenFor`.
   *
   * @throws MissingScope
   */
  freshFor(call: AskingCall): UsableToken | undefined {
    const token = this.tokens.freshTokenFor(call.grant);
    if (token) this.scopes.mustAllow(call.target.action, token.scopes);
    return token;
  }

  /** @throws MissingScope, and as `TokensService.accessTokenFor` */
  async usableFor(call: AskingCall): Promise<UsableToken> {
    const token = await this.tokens.accessTokenFor(call.grant);
    await this.waited.next();
    return this.allowed(call, token);
  }

  /** @throws MissingScope, and as `TokensService.renew` */
  async renewedFor(call: AskingCall, rejected: AccessToken): Promise<UsableToken> {
    const token = await this.tokens.renew(call.grant, { rejected });
    await this.waited.next();
    return this.allowed(call, token);
  }

  private allowed(call: AskingCall, token: UsableToken): UsableToken {
    this.scopes.mustAllow(call.target.action, token.scopes);
    return token;
  }
}
