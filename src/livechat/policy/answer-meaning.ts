import { decodedBody } from './decoded-body.js';
import { jsonIn } from './json-in.js';
import { validRegion } from './region.js';

/** Errors of LiveChat are a few hundred bytes. What is larger is not read for its meaning. */
export const MEANING_LIMIT_BYTES = 65_536;

/** What LiveChat says about a call that it refused. */
export interface AnswerMeaning {
  /** In lower case: LiveChat has been seen to write `Validation`. */
  readonly errorType?: string;
  /** The region that LiveChat names, when it is one that may be sent. */
  readonly region?: string;
}

interface AnswerHead {
  readonly status: number;
  readonly contentType: string | undefined;
}

const TYPES_BY_STATUS: Readonly<Record<number, string>> = {
  401: 'authentication',
  403: 'authorization',
  404: 'not_found',
  413: 'entity_too_large',
  421: 'misdirected_request',
  429: 'too_many_requests',
};

/** Whether an answer must be read to its end before it is known what to do with it. */
export function mayMean({ status, contentType }: AnswerHead): boolean {
  if (status < 400 || status > 499) return false;
  return status === 401 || status === 421 || mayBeJson(contentType);
}

/**
 * What an answer means: the `error.type` of its JSON body, and only without one its status.
 *
 * LiveChat documents no statuses (https://platform.text.com/docs/messaging/agent-chat-api#errors), so the body decides.
 */
export function meaningOf(
  answer: AnswerHead & { readonly contentEncoding: string | undefined; readonly body: Buffer | undefined },
): AnswerMeaning {
  if (answer.status < 400 || answer.status > 499) return {};
  const error = mayBeJson(answer.contentType) ? errorIn(answer.body, answer.contentEncoding) : undefined;
  if (typeof error?.type !== 'string') return { errorType: TYPES_BY_STATUS[answer.status] };
  return { errorType: error.type.toLowerCase(), region: validRegion(fieldOf(error.data, 'region')) };
}

/** What does not say what it is may be JSON too. */
function mayBeJson(contentType = ''): boolean {
  return /^(?:$|text\/json\b|application\/(?:[\w.+-]+\+)?json\b)/i.test(contentType.trim());
}

function errorIn(
  body: Buffer | undefined,
  contentEncoding: string | undefined,
): { type?: unknown; data?: unknown } | undefined {
  if (!body || body.length > MEANING_LIMIT_BYTES) return undefined;
  const plain = decodedBody(body, contentEncoding, MEANING_LIMIT_BYTES);
  if (!plain) return undefined;
  const error = fieldOf(jsonIn(plain), 'error');
  return typeof error === 'object' && error !== null ? error : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
