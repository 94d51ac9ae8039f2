import { z } from 'zod';

import { commaList, httpUrl, Secret, wholeNumber } from '../foundation/index.js';
import type { ClientSecret } from './token-values.js';

/** What stands for the secret of a client that has none: a JavaScript app in the Developer Console. */
const NO_SECRET = 'none';

export const tokensEnv = {
  LIVECHAT_CLIENT_ID: z
    .string()
    .trim()
    .optional()
    .describe(
      'Client id of your app in the Developer Console. Without it, outside production, the sandbox is used.',
    ),
  LIVECHAT_CLIENT_SECRET: commaList()
    .refine(
      (secrets) => secrets.length < 2 || !secrets.includes(NO_SECRET),
      'must be `none` or secrets, not both',
    )
    .describe(
      'Client secret of your app; two with a comma between them while it is rolled over. `none` for a JavaScript app, which has no secret.',
    ),
  LIVECHAT_ACCOUNTS_URL: httpUrl
    .default(new URL('https://accounts.livechat.com'))
    .describe('LiveChat’s accounts server: sign-in at its root, tokens at `/v2/token`.')
    .meta({ defaultText: 'https://accounts.livechat.com' }),
  LIVECHAT_SCOPES: commaList().describe(
    'Scopes to ask for at sign-in, with commas between them. Without it LiveChat asks for every scope of your app.',
  ),
  RENEW_BEFORE_EXPIRY_SECONDS: wholeNumber({ min: 0, max: 14_400, by: 300 }).describe(
    'Renew an access token in the background when it has this long to live.',
  ),
  // Shorter than the lease of 30 s: a replica must not be overtaken while LiveChat thinks.
  TOKEN_ENDPOINT_TIMEOUT_MS: wholeNumber({ min: 100, max: 25_000, by: 10_000 }).describe(
    'How long one call to LiveChat’s token endpoint may take, from connecting to the last byte.',
  ),
};

/** Who we are at LiveChat, and when we renew. */
export class TokensConfig {
  readonly clientId: string;
  /** Empty for a public client. More than one while a secret is rolled over. */
  readonly clientSecrets: readonly ClientSecret[];
  readonly accountsUrl: URL;
  readonly scopes: readonly string[];
  readonly renewBeforeExpiryMs: number;
  readonly tokenEndpointTimeoutMs: number;

  constructor(values: { readonly [Field in keyof TokensConfig]: TokensConfig[Field] }) {
    this.clientId = values.clientId;
    this.clientSecrets = values.clientSecrets;
    this.accountsUrl = values.accountsUrl;
    this.scopes = values.scopes;
    this.renewBeforeExpiryMs = values.renewBeforeExpiryMs;
    this.tokenEndpointTimeoutMs = values.tokenEndpointTimeoutMs;
  }
}

export function tokensConfigFrom(env: z.infer<z.ZodObject<typeof tokensEnv>>): TokensConfig {
  const secrets = env.LIVECHAT_CLIENT_SECRET.filter((secret) => secret !== NO_SECRET);
  return new TokensConfig({
    clientId: env.LIVECHAT_CLIENT_ID ?? '',
    clientSecrets: secrets.map((secret) => new Secret('client_secret', secret)),
    accountsUrl: env.LIVECHAT_ACCOUNTS_URL,
    scopes: env.LIVECHAT_SCOPES,
    renewBeforeExpiryMs: env.RENEW_BEFORE_EXPIRY_SECONDS * 1000,
    tokenEndpointTimeoutMs: env.TOKEN_ENDPOINT_TIMEOUT_MS,
  });
}
