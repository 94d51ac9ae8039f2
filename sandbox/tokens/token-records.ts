/** What an agent gave an app in one organization. */
export interface SandboxGrant {
  readonly clientId: string;
  readonly accountId: string;
  readonly organizationId: string;
  readonly scopes: readonly string[];
}

/** A refresh token. Used and revoked ones are remembered, so that they can be told from unknown ones. */
export interface RefreshRecord extends SandboxGrant {
  readonly token: string;
  /** All tokens that come from one sign-in share a family. */
  readonly family: string;
  state: 'alive' | 'used' | 'revoked';
}

/** An access token that has not been revoked; it may have expired. */
export interface AccessRecord extends SandboxGrant {
  readonly token: string;
  readonly family: string;
  readonly refreshToken: string | undefined;
  expiresAt: number;
}

/** What the token endpoint hands out. */
export interface SandboxTokens extends SandboxGrant {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Milliseconds since 1970, by the sandbox's clock. */
  readonly expiresAt: number;
}
