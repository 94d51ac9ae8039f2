import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

import type { RecordedRequest } from '../requests/recorded-request.js';
import type { Answer } from './answer.js';

/** A request to the sandbox, as handlers get it. */
export interface Call {
  readonly method: string;
  /** Not decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Complete, or empty when the handler reads `raw` itself. */
  readonly body: Buffer;
  /** The body was longer than the sandbox takes. */
  readonly isBodyTooLarge: boolean;
  readonly raw: IncomingMessage;
  readonly seen: RecordedRequest;
}

export type Handler = (call: Call) => Answer | Promise<Answer>;

/** The token of an `Authorization: Bearer` header. */
export function bearerOf(headers: IncomingHttpHeaders): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}

/** A header that should be there once. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
