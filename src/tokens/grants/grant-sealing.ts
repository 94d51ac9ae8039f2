import { Injectable } from '@nestjs/common';

import { Keyring } from '../../foundation/index.js';
import { type AccountRef, accessToken, refreshToken, type TokenPair } from '../token-values.js';
import { TokensConfig } from '../tokens.config.js';

/** A pair as it lies in a row, in the outbox and in the spool. */
export interface SealedPair {
  readonly accessToken: string;
  readonly refreshToken: string | null;
}

/** Seals pairs to the client, organization, account and column they belong to: elsewhere they do not open. */
@Injectable()
export class GrantSealing {
  constructor(
    private readonly keyring: Keyring,
    private readonly config: TokensConfig,
  ) {}

  seal(account: AccountRef, pair: TokenPair): SealedPair {
    return {
      accessToken: this.keyring.seal(pair.accessToken.reveal(), this.place(account, 'access_token')),
      refreshToken: pair.refreshToken
        ? this.keyring.seal(pair.refreshToken.reveal(), this.place(account, 'refresh_token'))
        : null,
    };
  }

  /** @throws SealedTextUnreadable */
  open(account: AccountRef, sealed: SealedPair): TokenPair {
    return {
      accessToken: accessToken(this.keyring.open(sealed.accessToken, this.place(account, 'access_token'))),
      refreshToken:
        sealed.refreshToken === null
          ? undefined
          : refreshToken(this.keyring.open(sealed.refreshToken, this.place(account, 'refresh_token'))),
    };
  }

  private place({ organizationId, accountId }: AccountRef, column: string): readonly string[] {
    return [this.config.clientId, organizationId, accountId, column];
  }
}
