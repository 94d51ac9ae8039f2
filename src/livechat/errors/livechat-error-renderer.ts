import type { FastifyRequest } from 'fastify';

import type { AppError, ErrorRenderer, RenderedError } from '../../foundation/index.js';
import { liveChatErrorOf } from './livechat-error.js';

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

/** Whether a request target reaches for the gateway, however it is spelled: absolute, percent-encoded, broken. */
export function isUnderLiveChat(target: string): boolean {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '');
  const prefix = path
    .slice(0, 40)
    .replace(/%([0-7][0-9a-f])/gi, (_match, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return /^\/livechat(?![\w-])/.test(prefix);
}
