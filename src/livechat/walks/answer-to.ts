import { PageTooLarge } from '../errors/page-too-large.js';
import { UpstreamUnreachable } from '../errors/upstream-unreachable.js';
import type { AuthorizedSender } from '../gateway/authorized-sender.js';
import type { GatewayCall } from '../gateway/gateway-call.js';
import { CollectedAnswer, type WholeAnswer } from './collected-answer.js';
import { MAX_PAGE_BYTES } from './page.js';

/**
 * Sends a call, and gives LiveChat's whole answer instead of passing it on.
 *
 * @throws PageTooLarge, UpstreamUnreachable when LiveChat broke off, CallerLeft, and as `AuthorizedSender.send`
 */
export async function answerTo(
  sender: AuthorizedSender,
  call: Omit<GatewayCall, 'relay'>,
): Promise<WholeAnswer> {
  const answer = new CollectedAnswer(MAX_PAGE_BYTES);
  await sender.send({ ...call, relay: answer });
  const whole = await answer.whole;
  call.presence.mustStay();
  if (whole === 'too_large') throw new PageTooLarge();
  if (!whole)
    throw new UpstreamUnreachable({ cause: new Error('LiveChat broke off in the middle of a page') });
  return whole;
}
