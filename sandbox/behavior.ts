/** What LiveChat does one way or another. Change it while the sandbox runs; `reset()` brings back the start. */
export interface SandboxBehavior {
  /** How long new access tokens live. LiveChat: 28 800 s. */
  accessTokenLifetimeSeconds: number;
  codeLifetimeSeconds: number;
  /** Leaves `refresh_token` out of token answers. */
  omitRefreshToken: boolean;
  /** Leaves `expires_in` out of token answers. */
  omitExpiresIn: boolean;
  /** Grants only these of the scopes asked for. */
  narrowScopesTo: readonly string[] | undefined;
  /** For public clients: a refresh token used twice revokes all that came from the same sign-in. */
  reuseDetection: boolean;
  /** Where Deny leads: back to the app in LiveChat's words, back in RFC 6749's words, or to `/ooops`. */
  denial: 'oauth_exception' | 'error' | 'page';
  /** How often an account may be sent back to an app within 30 s. */
  redirectLimit: number;
  /** Signs this agent (account id or e-mail) in without the consent page, unless `prompt=consent`. */
  autoApprove: string | undefined;
  /** What `GET /v2/info` answers to a dead token. The specification lists 200, 422 and 500 only. */
  deadTokenInfoStatus: number;
  /** API versions that LiveChat answers; others are `unsupported_version`. An old SDK may need one that is gone. */
  supportedVersions: readonly string[];
}

/** How the sandbox behaves when nobody asks for anything else. */
export const DEFAULT_BEHAVIOR: Readonly<SandboxBehavior> = {
  accessTokenLifetimeSeconds: 28_800,
  codeLifetimeSeconds: 120,
  omitRefreshToken: false,
  omitExpiresIn: false,
  narrowScopesTo: undefined,
  reuseDetection: true,
  denial: 'oauth_exception',
  redirectLimit: 3,
  autoApprove: undefined,
  deadTokenInfoStatus: 422,
  supportedVersions: ['3.5', '3.6', '3.7'],
};
