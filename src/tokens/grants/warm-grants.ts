import { Injectable } from '@nestjs/common';

import { HttpConfig } from '../../foundation/index.js';
import { NotSignedIn } from '../errors/not-signed-in.js';
import { reconnectUrlOf } from '../reconnect-url.js';
import type { AccessToken, GrantRef } from '../token-values.js';
import { TokensConfig } from '../tokens.config.js';
import { CustodyCache, type WarmGrant } from './custody-cache.js';
import { GrantStore } from './grant-store.js';
import type { Grant } from './grant.js';
import { regionOfToken } from './region.js';
import { RememberedTokens } from './remembered-tokens.js';
import { renewalMomentOf } from './renewal-moment.js';

/** Grants for the hot path: the database is read and tokens are opened once, until somebody writes. */
@Injectable()
export class WarmGrants {
  /** LiveChat refused them while they had time left. */
  private readonly rejected = new RememberedTokens();
  private readonly accepted = new RememberedTokens();

  constructor(
    private readonly cache: CustodyCache,
    private readonly store: GrantStore,
    private readonly config: TokensConfig,
    private readonly http: HttpConfig,
  ) {}

  /** Undefined when it is not in memory. */
  peek(ref: GrantRef): WarmGrant | undefined {
    const warm = this.cache.grants.peek(ref.id);
    return warm && isOf(ref, warm.grant) ? warm : undefined;
  }

  /** @throws NotSignedIn when there is no such grant in that tenant */
  async find(ref: GrantRef): Promise<WarmGrant> {
    const warm = await this.cache.grants.get(ref.id, async () => {
      const grant = await this.store.find(ref);
      return grant && this.warmed(grant);
    });
    if (!warm || !isOf(ref, warm.grant)) throw new NotSignedIn(reconnectUrlOf(this.http));
    return warm;
  }

  /** As the database has it now. */
  readAgain(ref: GrantRef): Promise<WarmGrant> {
    this.cache.forget(ref);
    return this.find(ref);
  }

  /** LiveChat refused the access token: it counts as expired from now on. */
  reject(ref: GrantRef, token: AccessToken): void {
    if (this.rejected.add(token)) this.cache.forget(ref);
  }

  /** LiveChat takes the access token, whatever it said before. */
  accept(ref: GrantRef, token: AccessToken): void {
    this.accepted.add(token);
    if (this.rejected.remove(token)) this.cache.forget(ref);
  }

  /** Whether LiveChat has taken the access token, and it is the stored one, as far as memory knows. */
  isProven(ref: GrantRef, token: AccessToken): boolean {
    return this.accepted.has(token) && this.peek(ref)?.grant.accessToken.equals(token) === true;
  }

  private warmed(grant: Grant): WarmGrant {
    const region = grant.region ?? regionOfToken(grant.accessToken);
    return {
      grant,
      usable: { accessToken: grant.accessToken, region, scopes: grant.scopes },
      renewAt: renewalMomentOf(grant, this.config.renewBeforeExpiryMs),
      isRejected: this.rejected.has(grant.accessToken),
    };
  }
}

function isOf(ref: GrantRef, grant: Grant): boolean {
  return grant.ref.organizationId === ref.organizationId && grant.ref.accountId === ref.accountId;
}
