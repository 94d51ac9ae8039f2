import type { AuthorizationCodes } from './accounts/authorization-codes.js';
import { readTokenParameters, type TokenParameters } from './accounts/token-parameters.js';
import { targetOf } from './faults/fault.js';
import { bearerOf, type Call } from './http/call.js';
import type { Party } from './requests/recorded-request.js';
import type { SandboxGrant } from './tokens/token-records.js';
import type { TokenStore } from './tokens/token-store.js';

type Identity = Party & { readonly grantType?: string };

function partyOf(grant: SandboxGrant | undefined): Party {
  if (grant === undefined) return {};
  const { clientId, accountId, organizationId } = grant;
  return { clientId, accountId, organizationId };
}

function visitorOf({ path, query, body }: Call): Party {
  const form = new URLSearchParams(path === '/consent' ? body.toString('utf8') : '');
  const asked = path === '/consent' ? new URLSearchParams(form.get('query') ?? '') : query;
  return { clientId: asked.get('client_id') ?? undefined, accountId: form.get('agent') ?? undefined };
}

/** Says who a request is from, for the record and for faults. Judges nothing. */
export function identifyBy(tokens: TokenStore, codes: AuthorizationCodes) {
  const parametersOf = (call: Call): TokenParameters => {
    try {
      return readTokenParameters(call);
    } catch {
      return {};
    }
  };
  return (call: Call): Identity => {
    const target = targetOf(call.method, call.path);
    if (target === 'authorize') return visitorOf(call);
    if (target !== 'token') {
      const token = bearerOf(call.headers) ?? call.query.get('code') ?? '';
      return partyOf(tokens.findIssued(token));
    }
    const { grant_type: grantType, refresh_token: refresh = '', code = '', client_id } = parametersOf(call);
    const grant = grantType === 'refresh_token' ? tokens.findRefresh(refresh) : codes.find(code)?.grant;
    return { clientId: client_id, ...partyOf(grant), grantType };
  };
}
