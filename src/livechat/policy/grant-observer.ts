import { Injectable } from '@nestjs/common';

import { type AccessToken, type GrantRef, TokensService, type UsableToken } from '../../tokens/index.js';

/** Error types that say something about the account or its organization, whatever was called. */
const ABOUT_THE_GRANT: ReadonlySet<string | undefined> = new Set([
  'license_expired',
  'license_not_found',
  'requester_suspended',
  'requester_awaiting_approval',
]);

/** Tells the tokens' keeper what LiveChat's answers say about a grant, and nothing on the usual path. */
@Injectable()
export class GrantObserver {
  /**
   * What each grant was last seen to work with. Whatever is written about a grant makes its keeper read it again, and
   * hand out another object: then the next success is told again, also when a refusal was written after it.
   */
  private readonly trusted = new Map<string, AccessToken>();

  constructor(private readonly tokens: TokensService) {}

  /** An answer that was read for its meaning. */
  refused(grant: GrantRef, errorType: string | undefined): void {
    if (errorType === undefined || !ABOUT_THE_GRANT.has(errorType)) return;
    this.trusted.delete(grant.id);
    this.tokens.observe(grant, { errorType });
  }

  /** An answer that says the account may call: worth telling only of a grant that was in doubt. */
  succeeded(grant: GrantRef, { accessToken }: UsableToken): void {
    if (this.trusted.get(grant.id) === accessToken) return;
    this.trusted.set(grant.id, accessToken);
    this.tokens.observe(grant, { accepted: accessToken });
  }

  /** The answer to a call that was repeated with a renewed token. What it says about the grant has been told. */
  answeredAfterRenewal(grant: GrantRef, { accessToken }: UsableToken, errorType: string | undefined): void {
    if (ABOUT_THE_GRANT.has(errorType)) return;
    const refused = errorType === 'authentication';
    this.tokens.observe(grant, refused ? { rejectedAfterRenewal: accessToken } : { accepted: accessToken });
  }

  /** LiveChat named the grant's region. */
  moved(grant: GrantRef, region: string): void {
    this.tokens.observe(grant, { region });
  }
}
