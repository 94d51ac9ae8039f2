import { AppError } from '../../foundation/index.js';
import { headerIn } from '../gateway/answer-headers.js';
import { MEANING_LIMIT_BYTES, meaningOf } from '../policy/answer-meaning.js';
import { decodedBody } from '../policy/decoded-body.js';
import { jsonIn } from '../policy/json-in.js';
import type { WholeAnswer } from './collected-answer.js';

/** LiveChat answered a walk's request for a page with something else. */
export class PageRefused extends AppError {
  readonly code = 'livechat.page_refused';
  readonly status: number;
  readonly publicMessage: string;
  /** LiveChat's own `error`, as it came; undefined when it sent none. */
  readonly said: object | undefined;
  readonly isForTooMany: boolean;

  constructor({ status, rawHeaders, body }: WholeAnswer) {
    super(`LiveChat answered with status ${status}`);
    const contentEncoding = headerIn(rawHeaders, 'content-encoding');
    const contentType = headerIn(rawHeaders, 'content-type');
    this.status = status;
    this.publicMessage = `LiveChat answered with status ${status}.`;
    this.said = errorIn(decodedBody(body, contentEncoding, MEANING_LIMIT_BYTES));
    const { errorType } = meaningOf({ status, contentType, contentEncoding, body });
    this.isForTooMany = errorType === 'too_many_requests';
  }
}

function errorIn(body: Buffer | undefined): object | undefined {
  const answer = body && (jsonIn(body) as { error?: unknown } | null | undefined);
  return typeof answer?.error === 'object' && answer.error !== null ? answer.error : undefined;
}
