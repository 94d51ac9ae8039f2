import { Injectable } from '@nestjs/common';

import { Log } from '../../foundation/index.js';
import { CodeExchange } from '../endpoint/code-exchange.js';
import { GrantSealing } from '../grants/grant-sealing.js';
import { type IssuedTokens, tenantOf } from '../token-values.js';
import { RevocationOutbox } from './revocation-outbox.js';

/** Gives back to LiveChat what a sign-in brought and no grant is to hold: it would count against the account's 25. */
@Injectable()
export class ReturnedPairs {
  constructor(
    private readonly outbox: RevocationOutbox,
    private readonly sealing: GrantSealing,
    private readonly exchange: CodeExchange,
    private readonly log: Log,
  ) {}

  /** Revoked now, or as soon as LiveChat does it. A database that takes no note leaves one attempt. Never throws. */
  async giveBack(issued: IssuedTokens): Promise<void> {
    const note = await this.noted(issued);
    if (note === undefined) await this.exchange.giveBack(issued);
    else await this.outbox.revokeSoon([note]);
  }

  private async noted(issued: IssuedTokens): Promise<string | undefined> {
    const tenant = tenantOf(issued);
    try {
      return await this.outbox.add({ ref: tenant, pair: this.sealing.seal(tenant, issued) });
    } catch (error) {
      this.log.warn({ event: 'tokens.revocation_failed', of: 'sign_in', error });
      return undefined;
    }
  }
}
