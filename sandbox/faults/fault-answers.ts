import { AccountsError } from '../accounts/accounts-error.js';
import { ApiError } from '../api/api-error.js';
import { type Answer, hangUp } from '../http/answer.js';
import type { RecordedRequest } from '../requests/recorded-request.js';
import { type Fault, targetOf } from './fault.js';

const HALF_AN_ANSWER = '{"access_token":"dal:cut off in the mid';

function isApi(request: RecordedRequest): boolean {
  return targetOf(request.method, request.path) === 'api';
}

function tokenError(error: string, description: string, fallbackStatus = 401) {
  return (_request: RecordedRequest, { options }: Fault): Answer =>
    new AccountsError(options.status ?? fallbackStatus, error, { description }).toAnswer();
}

function garbage(_request: RecordedRequest, { options }: Fault): Answer {
  return {
    status: options.status ?? 200,
    headers: { 'content-type': options.contentType ?? 'application/json' },
    body: options.body ?? HALF_AN_ANSWER,
  };
}

function serverError(request: RecordedRequest, { options }: Fault): Answer {
  const status = options.status ?? 500;
  if (isApi(request))
    return new ApiError(status === 503 ? 'service_unavailable' : 'internal').toAnswer(status);
  return new AccountsError(status, 'server_error', { description: 'Unexpected error' }).toAnswer();
}

function tooManyRequests(request: RecordedRequest, { options }: Fault): Answer {
  const answer = isApi(request)
    ? new ApiError('too_many_requests').toAnswer()
    : new AccountsError(429, 'temporarily_unavailable', { description: 'Too many requests' }).toAnswer();
  const { retryAfterSeconds } = options;
  if (retryAfterSeconds === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfterSeconds) } };
}

function wrongRegion(_request: RecordedRequest, { options }: Fault): Answer {
  const data = options.withoutData === true ? undefined : { region: options.region };
  return new ApiError('misdirected_request', data).toAnswer(options.status);
}

function apiError(type: 'authentication' | 'license_expired') {
  return (request: RecordedRequest, { options }: Fault): Answer =>
    isApi(request)
      ? new ApiError(type).toAnswer(options.status)
      : new AccountsError(options.status ?? 401, 'unauthorized', { description: 'Unauthorized' }).toAnswer();
}

type AnswerOf = (request: RecordedRequest, fault: Fault) => Answer;

const ANSWERS: Partial<Record<Fault['kind'], AnswerOf>> = {
  refuse: () => hangUp,
  reset: () => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: HALF_AN_ANSWER,
    cut: 'mid-body',
  }),
  garbage,
  serverError,
  tooManyRequests,
  wrongRegion,
  unauthorizedForEver: apiError('authentication'),
  licenseExpired: apiError('license_expired'),
  invalidGrant: tokenError('invalid_grant', 'The grant is invalid, expired or revoked'),
  invalidClient: tokenError('invalid_client', 'Client authentication failed'),
  unauthorizedClient: tokenError(
    'unauthorized_client',
    'The client is not authorized to request a token using this method',
  ),
  missingGrant: tokenError('missing_grant', 'The grant is missing', 403),
};

/** What a fault answers in LiveChat's stead; undefined for those that only delay. */
export function answerOf(fault: Fault, request: RecordedRequest): Answer | undefined {
  return ANSWERS[fault.kind]?.(request, fault);
}
