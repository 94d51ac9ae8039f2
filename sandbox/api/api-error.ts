import { type Answer, jsonAnswer } from '../http/answer.js';

/** LiveChat's error types, with its messages. It publishes no statuses: these are the sensible ones. */
const TYPES = {
  authentication: { status: 401, message: 'Authentication error' },
  authorization: { status: 403, message: 'Authorization error' },
  license_expired: { status: 403, message: 'License expired' },
  license_not_found: { status: 404, message: 'License not found' },
  misdirected_request: { status: 421, message: 'Wrong region' },
  missing_access: { status: 403, message: 'Missing access' },
  not_found: { status: 404, message: 'Not found' },
  validation: { status: 400, message: 'Wrong format of request' },
  too_many_requests: { status: 429, message: 'Too many requests' },
  limit_reached: { status: 403, message: 'Limit reached' },
  request_timeout: { status: 408, message: 'Request timed out' },
  service_unavailable: { status: 503, message: 'Service unavailable' },
  internal: { status: 500, message: 'Internal server error' },
  unsupported_version: { status: 400, message: 'Cannot call unsupported API versions' },
  wrong_product_version: { status: 403, message: 'Wrong product version' },
  entity_too_large: { status: 413, message: 'Upload limit exceeded (10MB)' },
  agent_offline: { status: 422, message: 'Agent is offline' },
  chat_inactive: { status: 422, message: 'Chat is inactive' },
  already_exists: { status: 409, message: 'Already exists' },
  group_not_found: { status: 404, message: 'Group not found' },
} as const;

export type ApiErrorType = keyof typeof TYPES;

/** Whether this is the name of an error that the API can answer. */
export function isApiErrorType(type: string): type is ApiErrorType {
  return Object.hasOwn(TYPES, type);
}

/** An error of the API. `data` says what LiveChat's fixed messages do not. */
export class ApiError extends Error {
  constructor(
    readonly type: ApiErrorType,
    readonly data?: Readonly<Record<string, unknown>>,
  ) {
    super(TYPES[type].message);
  }

  toAnswer(status: number = TYPES[this.type].status): Answer {
    const { type, message, data } = this;
    return jsonAnswer(status, { error: { type, message, ...(data && { data }) } });
  }
}

/** A request that is not as the method wants it; `detail` is for the person who reads the answer. */
export function wrongFormat(detail: string): ApiError {
  return new ApiError('validation', { detail });
}
