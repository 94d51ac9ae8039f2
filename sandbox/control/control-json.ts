import type { Core } from '../core.js';
import type { RecordedRequest } from '../requests/recorded-request.js';

/** A token, code or secret as far as a page may show it. */
function masked(value: string): string {
  return value.length <= 12 ? '…' : `${value.slice(0, 6)}…${value.slice(-2)}`;
}

const SECRETS =
  /((?:access_token|refresh_token|client_secret|code_verifier|secret_key|code|token)(?:=|"\s*:\s*"|%22%3A%22)(?:Bearer +)?)([^&"\s]+)/gi;

/** Text in which the values of secret parameters cannot be read. */
export function maskSecrets(text: string): string {
  return text.replace(SECRETS, (_, name: string, value: string) => name + masked(value));
}

function maskedHeaders(request: RecordedRequest): Record<string, unknown> {
  const { authorization, cookie, ...headers } = request.headers;
  return {
    ...headers,
    ...(authorization !== undefined && { authorization: authorization.replace(/\S+$/, masked) }),
    ...(cookie !== undefined && { cookie: '…' }),
  };
}

/** A recorded request for `GET /_sandbox/api/requests`. */
export function requestJson(request: RecordedRequest, core: Core): Record<string, unknown> {
  const { id, at, method, url, path, grantType, accountId, organizationId, clientId } = request;
  return {
    id,
    at: new Date(at).toISOString(),
    method,
    path,
    url: maskSecrets(url),
    headers: maskedHeaders(request),
    body: maskSecrets(request.text),
    bodyLength: request.bodyLength,
    status: request.status ?? null,
    grantType: grantType ?? null,
    clientId: clientId ?? null,
    accountId: accountId ?? null,
    agent: core.directory.findAgent(accountId ?? '')?.email ?? null,
    organizationId: organizationId ?? null,
    clientGone: request.clientGone,
    faults: request.faults,
  };
}

/** Who and what there is, for `GET /_sandbox/api/state`. */
export function stateJson({ origin, directory, clients, tokenControls, behavior, faults }: Core): unknown {
  return {
    url: origin,
    agents: directory.agents.map((agent) => ({ ...agent, alive: tokenControls.alive(agent) })),
    organizations: directory.organizations,
    clients: clients.all,
    behavior,
    faults: faults.active,
  };
}
