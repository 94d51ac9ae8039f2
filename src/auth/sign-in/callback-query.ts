import type { LiveChatRefusalKind } from './livechat-refusals.js';
import { soleParametersOf } from './sole-parameters.js';

/** What LiveChat sent the browser back with. */
export interface CallbackQuery {
  readonly state?: string;
  readonly code?: string;
  readonly refusal?: { kind: LiveChatRefusalKind; exception: string; details?: string };
}

const REFUSALS: readonly LiveChatRefusalKind[] = ['identity_exception', 'oauth_exception', 'error'];

/** @throws ParameterRefused when a parameter is there twice */
export function callbackQueryOf(query: URLSearchParams): CallbackQuery {
  const parameters = soleParametersOf(query);
  const kind = REFUSALS.find((name) => parameters.has(name));
  return {
    state: parameters.get('state') || undefined,
    code: parameters.get('code') || undefined,
    refusal: kind && {
      kind,
      exception: parameters.get(kind) ?? '',
      details: parameters.get('exception_details'),
    },
  };
}
