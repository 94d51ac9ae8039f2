import type { FastifyRequest } from 'fastify';

import type { AppError, ErrorRenderer, RenderedError } from '../../foundation/index.js';

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

/** Says every error under `/livechat` in LiveChat's own shape, so that its SDKs understand it. */
export class LiveChatErrorRenderer implements ErrorRenderer {
  matches(request: FastifyRequest): boolean {
    return isUnderLiveChat(request.raw.url ?? '');
  }

  render(error: AppError): RenderedError {
    const body = JSON.stringify({ error: liveChatErrorOf(error) });
    return { headers: { 'content-type': 'application/json; charset=utf-8' }, body };
  }
}

/** An error as LiveChat would say it: what its answers have in `error`. */
export function liveChatErrorOf(error: AppError): object {
  return {
    type: typeOf(error.status),
    message: error.publicMessage,
    data: { reason: reasonOf(error), ...error.details },
  };
}

/** Whether a request target reaches for the gateway, however it is spelled: absolute, percent-encoded, broken. */
export function isUnderLiveChat(target: string): boolean {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '');
  const prefix = path
    .slice(0, 40)
    .replace(/%([0-7][0-9a-f])/gi, (_match, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return /^\/livechat(?![\w-])/.test(prefix);
}

function typeOf(status: number): string {
  return TYPES[status] ?? (status < 500 ? 'validation' : 'internal');
}

/** The router refuses a malformed percent before our own judge sees it: to the caller it is the same. */
function reasonOf(error: AppError): string {
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return code === 'FST_ERR_BAD_URL' ? 'invalid_path' : error.reason;
}
