import type { IncomingMessage } from 'node:http';

import type { AnswerHead } from '../../gateway/held-answer.js';
import { HeldAnswer } from '../../gateway/held-answer.js';

/**
 * Reads what LiveChat answered in place of 101.
 *
 * @throws Error when it breaks off, or is longer than any error of LiveChat's
 */
export async function refusedHandshake(response: IncomingMessage): Promise<HeldAnswer> {
  const refused = new HeldAnswer(headOf(response));
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (!refused.keep(chunk)) throw new Error('LiveChat answered a handshake with a long body');
  }
  refused.isComplete = true;
  return refused;
}

function headOf({ statusCode = 502, statusMessage = '', rawHeaders }: IncomingMessage): AnswerHead {
  const bytes = rawHeaders.map((text) => Buffer.from(text, 'latin1'));
  return { status: statusCode, reason: statusMessage, rawHeaders: bytes };
}
