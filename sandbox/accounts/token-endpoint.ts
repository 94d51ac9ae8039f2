import type { SandboxBehavior } from '../behavior.js';
import type { SandboxClock } from '../clock.js';
import type { Answer } from '../http/answer.js';
import type { Call } from '../http/call.js';
import type { SandboxTokens } from '../tokens/token-records.js';
import type { TokenStore } from '../tokens/token-store.js';
import type { ClientRegistry, RegisteredClient } from '../world/clients.js';
import {
  AccountsError,
  invalidClient,
  invalidFields,
  invalidGrant,
  unauthorizedClient,
} from './accounts-error.js';
import type { AuthorizationCodes, CodeContent } from './authorization-codes.js';
import { authenticateClient } from './client-authentication.js';
import { verifies } from './pkce.js';
import { tokenAnswer } from './token-answer.js';
import { readTokenParameters, type TokenParameters } from './token-parameters.js';

interface Options {
  readonly clock: SandboxClock;
  readonly behavior: SandboxBehavior;
  readonly clients: ClientRegistry;
  readonly codes: AuthorizationCodes;
  readonly tokens: TokenStore;
  /** The first pair of a client in an organization is what LiveChat calls an installation. */
  readonly installed: (clientId: string, organizationId: string) => void;
}

/** `POST /v2/token`: a code or a refresh token in, a pair out. */
export class TokenEndpoint {
  constructor(private readonly options: Options) {}

  answer(call: Call): Answer {
    const parameters = readTokenParameters(call);
    const tokens = this.tokensFor(parameters);
    return tokenAnswer(tokens, this.options.behavior, this.options.clock);
  }

  private tokensFor(parameters: TokenParameters): SandboxTokens {
    const { grant_type: grantType = '' } = parameters;
    if (grantType === '') throw invalidFields({ grant_type: 'is required' });
    if (grantType !== 'authorization_code' && grantType !== 'refresh_token')
      throw new AccountsError(403, 'unsupported_grant_type', {
        description: 'The grant_type is not supported',
      });
    const client = authenticateClient(parameters, this.options.clients);
    return grantType === 'refresh_token'
      ? this.refresh(parameters, client)
      : this.exchange(parameters, client);
  }

  private exchange(parameters: TokenParameters, client: RegisteredClient): SandboxTokens {
    const { code = '', redirect_uri: redirectUri = '' } = parameters;
    if (code === '' || redirectUri === '')
      throw invalidFields({
        ...(code === '' && { code: 'is required' }),
        ...(redirectUri === '' && { redirect_uri: 'is required' }),
      });
    const content = this.options.codes.find(code);
    // What LiveChat says about a code that was used, has expired or never was.
    if (content === undefined)
      throw unauthorizedClient('The client is not authorized to request a token using this method');
    if (content.grant.clientId !== client.id) throw invalidGrant('The code belongs to another client');
    this.options.codes.take(code);
    if (content.redirectUri !== redirectUri)
      throw invalidGrant('The redirect_uri is not the one of the code');
    this.checkVerifier(content, parameters.code_verifier ?? '');
    this.options.installed(client.id, content.grant.organizationId);
    return this.options.tokens.issue(content.grant);
  }

  private checkVerifier({ challenge }: CodeContent, verifier: string): void {
    if (challenge === undefined) return;
    if (verifier === '') throw invalidFields({ code_verifier: 'is required' });
    if (!verifies(challenge, verifier)) throw invalidGrant('The code_verifier does not fit');
  }

  private refresh(parameters: TokenParameters, client: RegisteredClient): SandboxTokens {
    const { refresh_token: token = '' } = parameters;
    if (token === '') throw invalidFields({ refresh_token: 'is required' });
    const { tokens, behavior } = this.options;
    const record = tokens.findRefresh(token);
    if (record === undefined) throw unauthorizedClient('The refresh token was not found');
    if (record.clientId !== client.id) throw invalidClient('The refresh token belongs to another client');
    if (record.state === 'used' && behavior.reuseDetection) tokens.revokeFamily(record.family);
    if (record.state !== 'alive') throw invalidGrant(`The refresh token was ${record.state}`);
    return client.isPublic ? tokens.rotate(record) : tokens.renew(record);
  }
}
