import { AppError } from '../../foundation/index.js';
import { PageTooLarge } from './page-too-large.js';
import { UnreadablePage } from './unreadable-page.js';
import { UpstreamTimeout } from './upstream-timeout.js';
import { UpstreamUnreachable } from './upstream-unreachable.js';

const TIMEOUTS: ReadonlySet<string | undefined> = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
  'ECONNABORTED',
]);

/** Says what an HTTP client's error means to a caller. Our own errors stay what they are. */
export function upstreamFailure(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return TIMEOUTS.has(causeCodeOf(error))
    ? new UpstreamTimeout({ cause: error })
    : new UpstreamUnreachable({ cause: error });
}

const LIVECHATS_OWN = [UpstreamUnreachable, UpstreamTimeout, PageTooLarge, UnreadablePage];

/** Whether it was LiveChat that gave no answer, or none to use, and not us who refused. */
export function isUpstreamFailure(error: unknown): boolean {
  return LIVECHATS_OWN.some((kind) => error instanceof kind);
}

/** The system's or the client's code for what went wrong: harmless to log. */
export function causeCodeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return typeof code === 'string' ? code : causeCodeOf(cause);
}
