import { Injectable } from '@nestjs/common';

import { Keyring, SealedTextUnreadable } from '../../foundation/index.js';
import { type AccountRef, accessToken, refreshToken, type TokenPair } from '../token-values.js';
import { TokensConfig } from '../tokens.config.js';

/** A pair as it lies in a row, in the outbox and in the spool. */
export interface SealedPair {
  readonly accessToken: string;
  readonly refreshToken: string | null;
}

const COLUMNS = { accessToken: 'access_token', refreshToken: 'refresh_token' } as const;

/** Seals pairs to the client, organization, account and column they belong to: elsewhere they do not open. */
@Injectable()
export class GrantSealing {
  constructor(
    private readonly keyring: Keyring,
    private readonly config: TokensConfig,
  ) {}

  seal(account: AccountRef, pair: TokenPair): SealedPair {
    return {
      accessToken: this.keyring.seal(pair.accessToken.reveal(), this.place(account, 'accessToken')),
      refreshToken: pair.refreshToken
        ? this.keyring.seal(pair.refreshToken.reveal(), this.place(account, 'refreshToken'))
        : null,
    };
  }

  /** @throws SealedTextUnreadable */
  open(account: AccountRef, sealed: SealedPair): TokenPair {
    return {
      accessToken: accessToken(this.keyring.open(sealed.accessToken, this.place(account, 'accessToken'))),
      refreshToken:
        sealed.refreshToken === null
          ? undefined
          : refreshToken(this.keyring.open(sealed.refreshToken, this.place(account, 'refreshToken'))),
    };
  }

  /** Whether one column's text opens with the keys there are. */
  opens(account: AccountRef, column: keyof SealedPair, sealed: string): boolean {
    try {
      this.keyring.open(sealed, this.place(account, column));
      return true;
    } catch (error) {
      if (error instanceof SealedTextUnreadable) return false;
      throw error;
    }
  }

  private place({ organizationId, accountId }: AccountRef, column: keyof SealedPair): readonly string[] {
    return [this.config.clientId, organizationId, accountId, COLUMNS[column]];
  }
}
