import type { SandboxBehavior } from '../behavior.js';
import type { ConsentChoice } from '../sandbox.js';
import type { SandboxGrant } from '../tokens/token-records.js';
import type { TokenStore } from '../tokens/token-store.js';
import type { SandboxAgent } from '../world/agents.js';
import type { ClientRegistry } from '../world/clients.js';
import type { Directory } from '../world/directory.js';
import { needsAdministrator } from '../world/scopes.js';
import type { AuthorizationCodes } from './authorization-codes.js';
import {
  AuthorizationRefused,
  type AuthorizationRequest,
  readAuthorizationRequest,
} from './authorization-request.js';
import type { RedirectLimit } from './redirect-limit.js';

interface Options {
  readonly behavior: SandboxBehavior;
  readonly clients: ClientRegistry;
  readonly directory: Directory;
  readonly codes: AuthorizationCodes;
  readonly tokens: TokenStore;
  readonly redirectLimit: RedirectLimit;
}

/** Either a question for the person, or where the browser goes instead. */
export type AuthorizationStep = { readonly request: AuthorizationRequest } | { readonly location: string };

function withParameters(uri: string, parameters: Record<string, string>, separator: '?' | '#' = '?'): string {
  return `${uri}${separator}${new URLSearchParams(parameters).toString()}`;
}

/** The authorization step: judges the question, and turns the person's answer into a redirect. */
export class Authorizer {
  constructor(private readonly options: Options) {}

  /** What happens when a browser arrives: the consent page, or a redirect. */
  begin(query: URLSearchParams): AuthorizationStep {
    try {
      const request = readAuthorizationRequest(query, this.options.clients);
      const { autoApprove } = this.options.behavior;
      if (autoApprove === undefined || request.wantsConsent) return { request };
      return { location: this.answer(request, { agent: autoApprove }) };
    } catch (error) {
      return { location: this.refusal(error) };
    }
  }

  /** Where the browser goes when the person has chosen. */
  decide(query: URLSearchParams, choice: ConsentChoice): string {
    try {
      return this.answer(readAuthorizationRequest(query, this.options.clients), choice);
    } catch (error) {
      return this.refusal(error);
    }
  }

  /** Whom the consent page has selected when it opens. */
  suggestedAgent({ email, organizationId }: AuthorizationRequest): SandboxAgent | undefined {
    const { agents } = this.options.directory;
    return (
      agents.find((agent) => agent.email === email) ??
      agents.find(
        (agent) => organizationId !== undefined && agent.organizationIds.includes(organizationId),
      ) ??
      agents[0]
    );
  }

  private answer(request: AuthorizationRequest, choice: ConsentChoice): string {
    const { directory, redirectLimit } = this.options;
    const agent =
      choice.agent === undefined ? this.suggestedAgent(request) : directory.findAgent(choice.agent);
    const chosen = choice.organization ?? request.organizationId ?? agent?.organizationIds[0] ?? '';
    const organization = directory.findOrganization(chosen);
    if (agent === undefined || organization === undefined || !agent.organizationIds.includes(organization.id))
      return '/?identity_exception=unauthorized';
    const scopes = choice.deny === true ? [] : this.grantableScopes(request, agent);
    if (!redirectLimit.allows(request.client.id, agent.accountId))
      throw new AuthorizationRefused('invalid_request', 'too_many_redirects');
    if (choice.deny === true) return this.denial(request);
    const { client } = request;
    return this.approval(request, {
      clientId: client.id,
      accountId: agent.accountId,
      organizationId: organization.id,
      scopes,
    });
  }

  private approval(request: AuthorizationRequest, grant: SandboxGrant): string {
    const { codes, directory, tokens } = this.options;
    const { redirectUri, challenge, state } = request;
    if (request.responseType === 'code') {
      const code = codes.create({ grant, redirectUri, challenge }, directory.regionOf(grant.organizationId));
      return withParameters(redirectUri, { code, state });
    }
    const { accessToken } = tokens.issue(grant);
    const expiresIn = String(this.options.behavior.accessTokenLifetimeSeconds);
    const answer = { access_token: accessToken, token_type: 'Bearer', expires_in: expiresIn, state };
    return withParameters(redirectUri, answer, '#');
  }

  private grantableScopes({ client, scopes }: AuthorizationRequest, agent: SandboxAgent): readonly string[] {
    const { narrowScopesTo } = this.options.behavior;
    const wanted =
      narrowScopesTo === undefined ? scopes : scopes.filter((scope) => narrowScopesTo.includes(scope));
    if (agent.role !== 'agent') return wanted;
    const beyond = wanted.filter((scope) => needsAdministrator(scope));
    const missing = beyond.find((scope) => !client.optionalScopes.includes(scope));
    if (missing !== undefined)
      throw new AuthorizationRefused('invalid_scope', `${missing} needs an administrator`);
    return wanted.filter((scope) => !beyond.includes(scope));
  }

  private denial({ redirectUri, state }: AuthorizationRequest): string {
    const { denial } = this.options.behavior;
    if (denial === 'page') throw new AuthorizationRefused('access_denied');
    return withParameters(redirectUri, { [denial]: 'access_denied', state });
  }

  private refusal(error: unknown): string {
    if (!(error instanceof AuthorizationRefused)) throw error;
    const details: Record<string, string> =
      error.details === undefined ? {} : { exception_details: error.details };
    return withParameters('/ooops', { oauth_exception: error.exception, ...details });
  }
}
