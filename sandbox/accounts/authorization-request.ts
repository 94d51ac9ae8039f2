import type { ClientRegistry, RegisteredClient } from '../world/clients.js';
import { isGranted, parseScopeList } from '../world/scopes.js';
import { challengeMethodOf, type CodeChallenge, isWellFormed } from './pkce.js';
import { isAllowedRedirectUri } from './redirect-uri.js';

/** A valid question: may this app have a code? */
export interface AuthorizationRequest {
  readonly client: RegisteredClient;
  readonly redirectUri: string;
  readonly responseType: 'code' | 'token';
  readonly state: string;
  readonly scopes: readonly string[];
  readonly challenge: CodeChallenge | undefined;
  readonly wantsConsent: boolean;
  readonly organizationId: string | undefined;
  readonly email: string | undefined;
}

/** A question that LiveChat does not put to the person: the browser goes to `/ooops` instead. */
export class AuthorizationRefused extends Error {
  constructor(
    readonly exception: string,
    readonly details?: string,
  ) {
    super(`${exception}: ${details ?? ''}`);
  }
}

const KNOWN = [
  'response_type',
  'client_id',
  'redirect_uri',
  'state',
  'scope',
  'prompt',
  'code_challenge',
  'code_challenge_method',
  'organization_id',
  'email',
];

function clientOf(query: URLSearchParams, clients: ClientRegistry): RegisteredClient {
  const client = clients.find(query.get('client_id') ?? '');
  if (client === undefined) throw new AuthorizationRefused('unauthorized_client', 'client_id_not_found');
  return client;
}

function redirectUriOf(query: URLSearchParams, client: RegisteredClient): string {
  const redirectUri = query.get('redirect_uri') ?? '';
  if (redirectUri === '') throw new AuthorizationRefused('unauthorized_client', 'redirect_uri_not_set');
  if (!isAllowedRedirectUri(client, redirectUri))
    throw new AuthorizationRefused('unauthorized_client', 'invalid_redirect_uri');
  return redirectUri;
}

function responseTypeOf(query: URLSearchParams, client: RegisteredClient): 'code' | 'token' {
  const type = query.get('response_type') ?? '';
  if (type === '') throw new AuthorizationRefused('invalid_request', 'response_type is missing');
  if (type !== 'code' && type !== 'token') throw new AuthorizationRefused('unsupported_response_type');
  if (type === 'token' && !client.isPublic)
    throw new AuthorizationRefused('invalid_request', 'response_type does not fit this type of app');
  return type;
}

function challengeOf(query: URLSearchParams, mustHave: boolean): CodeChallenge | undefined {
  const challenge = query.get('code_challenge') ?? '';
  if (challenge === '') {
    if (mustHave) throw new AuthorizationRefused('invalid_request', 'code_challenge is missing');
    return undefined;
  }
  const method = challengeMethodOf(query.get('code_challenge_method') ?? '');
  if (method === undefined)
    throw new AuthorizationRefused('invalid_request', 'code_challenge_method is unknown');
  if (!isWellFormed(challenge))
    throw new AuthorizationRefused('invalid_request', 'code_challenge is malformed');
  return { challenge, method };
}

function scopesOf(query: URLSearchParams, client: RegisteredClient): readonly string[] {
  const asked = parseScopeList(query.get('scope') ?? '');
  if (asked.length === 0) return client.scopes;
  const unknown = asked.find((scope) => !isGranted(client.scopes, scope));
  if (unknown !== undefined) throw new AuthorizationRefused('invalid_scope', `${unknown} is not configured`);
  return [...new Set(asked)];
}

function wantsConsent(query: URLSearchParams): boolean {
  const prompt = query.get('prompt') ?? '';
  if (prompt !== '' && prompt !== 'consent')
    throw new AuthorizationRefused('invalid_request', 'prompt is unknown');
  return prompt === 'consent';
}

/**
 * Reads the query of an authorization URL.
 *
 * @throws AuthorizationRefused with LiveChat's `oauth_exception` and `exception_details`
 */
export function readAuthorizationRequest(
  query: URLSearchParams,
  clients: ClientRegistry,
): AuthorizationRequest {
  const repeated = KNOWN.find((name) => query.getAll(name).length > 1);
  if (repeated !== undefined) throw new AuthorizationRefused('invalid_request', `${repeated} is duplicated`);
  const client = clientOf(query, clients);
  const redirectUri = redirectUriOf(query, client);
  const responseType = responseTypeOf(query, client);
  return {
    client,
    redirectUri,
    responseType,
    state: query.get('state') ?? '',
    scopes: scopesOf(query, client),
    challenge: challengeOf(query, client.isPublic && responseType === 'code'),
    wantsConsent: wantsConsent(query),
    organizationId: query.get('organization_id') ?? undefined,
    email: query.get('email') ?? undefined,
  };
}
