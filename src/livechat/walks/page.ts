import { headerIn } from '../gateway/answer-headers.js';
import { decodedBody } from '../policy/decoded-body.js';
import { jsonIn } from '../policy/json-in.js';
import { UnreadablePage } from '../errors/unreadable-page.js';
import type { WholeAnswer } from './collected-answer.js';

/** A page is in memory whole. LiveChat's largest, 100 archived threads, are a few megabytes. */
export const MAX_PAGE_BYTES = 10_485_760;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

/** One page of a list. */
export interface Page {
  /** LiveChat's JSON on one line, without its end. */
  readonly line: Buffer;
  readonly nextPageId: string | undefined;
}

/** @throws UnreadablePage when it is not JSON */
export function pageIn({ body, rawHeaders }: WholeAnswer): Page {
  const json = decodedBody(body, headerIn(rawHeaders, 'content-encoding'), MAX_PAGE_BYTES);
  const answer = json && jsonIn(json);
  if (!json || answer === undefined) throw new UnreadablePage();
  return { line: onOneLine(json), nextPageId: nextPageIdIn(answer) };
}

function nextPageIdIn(answer: unknown): string | undefined {
  const { next_page_id: id } = (answer ?? {}) as { next_page_id?: unknown };
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Inside strings JSON escapes the ends of lines: where they stand as they are they mean nothing. */
function onOneLine(json: Buffer): Buffer {
  const isMarked = json.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
  const plain = isMarked ? json.subarray(BYTE_ORDER_MARK.length) : json;
  if (!plain.includes(LINE_FEED) && !plain.includes(CARRIAGE_RETURN)) return plain;
  return Buffer.from(plain.toString('latin1').replace(/[\r\n]+/g, ''), 'latin1');
}
