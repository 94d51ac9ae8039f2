import { Secret } from '../foundation/index.js';

export type AccessToken = Secret<'access_token'>;
export type RefreshToken = Secret<'refresh_token'>;
export type ClientSecret = Secret<'client_secret'>;

export const accessToken = (value: string): AccessToken => new Secret('access_token', value);
export const refreshToken = (value: string): RefreshToken => new Secret('refresh_token', value);

/** One account in one organization: whose tokens these are. */
export interface AccountRef {
  readonly organizationId: string;
  readonly accountId: string;
}

/** Only whose it is, of anything that says so. */
export function tenantOf({ organizationId, accountId }: AccountRef): AccountRef {
  return { organizationId, accountId };
}

/** A grant's id together with its tenant: no query about a token goes by the id alone. */
export interface GrantRef extends AccountRef {
  readonly id: string;
}

/** What a call to LiveChat needs. `region` is the remembered one, else the access token's prefix. */
export interface UsableToken {
  readonly accessToken: AccessToken;
  readonly region: string | undefined;
  /** What LiveChat granted; empty when it did not say. The same array until the grant is written again. */
  readonly scopes: readonly string[];
}

/** LiveChat revokes the two together. A grant may have no refresh token: it ends when its access token does. */
export interface TokenPair {
  readonly accessToken: AccessToken;
  readonly refreshToken?: RefreshToken;
}

/** A sign-in's result, checked and confirmed. Times are milliseconds since the epoch. */
export interface IssuedTokens extends TokenPair, AccountRef {
  readonly scopes: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
}
