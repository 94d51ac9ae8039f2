import { type AccountsAnswer, type AccountsError, accountsErrorOf } from './accounts-answer.js';
import { type FailureKind, TokenEndpointFailure } from './token-endpoint-failure.js';

const PERMANENT: ReadonlySet<string> = new Set([
  'invalid_grant',
  'missing_grant',
  'access_denied',
  'invalid_scope',
  'resource_not_found',
  'identity_lost',
]);
const CONFIGURATION: ReadonlySet<string> = new Set(['invalid_client', 'unsupported_grant_type']);
const AMBIGUOUS: ReadonlySet<string> = new Set(['unauthorized_client', 'unauthorized']);

/** LiveChat has the text "client is not authorized to use this method" for a used code: the word alone says nothing. */
const NAMES_CLIENT =
  /client[ _-]?(secret|id|credentials|authentication)|(invalid|unknown|incorrect|wrong|bad) client|client (was |is )?(not found|unknown|invalid)/i;

/** What an answer that is not a success means: the error code decides, and only in a 4xx other than 429. */
export function failureFrom(answer: AccountsAnswer): TokenEndpointFailure {
  const { status, retryAfterMs } = answer;
  const refusal = accountsErrorOf(answer.json);
  return new TokenEndpointFailure(isRefusal(answer) && refusal ? kindOf(refusal) : 'transient', {
    error: refusal?.code ?? 'unreadable_answer',
    status,
    retryAfterMs,
    requestId: refusal?.requestId,
    outcomeUnknown: status >= 500 || !refusal,
  });
}

/** Whether the answer is about what was asked, and not about LiveChat being busy or slow. */
export function isRefusal({ status }: AccountsAnswer): boolean {
  return status >= 400 && status < 500 && status !== 429 && status !== 408;
}

function kindOf(refusal: AccountsError): FailureKind {
  if (CONFIGURATION.has(refusal.code)) return 'configuration';
  if (AMBIGUOUS.has(refusal.code)) return NAMES_CLIENT.test(refusal.text) ? 'configuration' : 'ambiguous';
  if (PERMANENT.has(refusal.code)) return 'permanent';
  if (refusal.code === 'invalid_request') return kindOfInvalidRequest(refusal);
  if (refusal.isIdentityError) return refusal.code === 'server_error' ? 'transient' : 'permanent';
  return 'transient';
}

function kindOfInvalidRequest({ invalidFields }: AccountsError): FailureKind {
  if (invalidFields.some((field) => field === 'client_id' || field === 'client_secret'))
    return 'configuration';
  if (invalidFields.some((field) => field === 'refresh_token' || field === 'code')) return 'permanent';
  return 'transient';
}
