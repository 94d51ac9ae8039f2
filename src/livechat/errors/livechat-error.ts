import type { AppError } from '../../foundation/index.js';

/** An error as LiveChat says it, over HTTP and over RTM. */
export interface LiveChatError {
  readonly type: string;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** LiveChat's own words for what a status means: SDKs decide on them. */
const TYPES: Readonly<Record<number, string>> = {
  401: 'authentication',
  403: 'authorization',
  404: 'not_found',
  408: 'request_timeout',
  413: 'entity_too_large',
  429: 'too_many_requests',
  501: 'validation',
  502: 'service_unavailable',
  503: 'service_unavailable',
  504: 'request_timeout',
};

/** An error of ours in LiveChat's words. */
export function liveChatErrorOf(error: AppError): LiveChatError {
  return {
    type: typeOf(error.status),
    message: error.publicMessage,
    data: { reason: reasonOf(error), ...error.details },
  };
}

function typeOf(status: number): string {
  return TYPES[status] ?? (status < 500 ? 'validation' : 'internal');
}

/** The router refuses a malformed percent before our own judge sees it: to the caller it is the same. */
function reasonOf(error: AppError): string {
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return code === 'FST_ERR_BAD_URL' ? 'invalid_path' : error.reason;
}
