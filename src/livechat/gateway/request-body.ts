import type { IncomingMessage } from 'node:http';

import { BodyStalled } from '../errors/body-stalled.js';
import { BodyTooLarge } from '../errors/body-too-large.js';
import { CallerLeft } from '../errors/caller-left.js';
import { UnsupportedTransferCoding } from '../errors/unsupported-transfer-coding.js';
import type { BodyLimits } from './body-limits.js';
import { discardRest } from './discard-rest.js';
import type { KeptBodies } from './kept-bodies.js';
import { KeptBytes } from './kept-bytes.js';
import { watchForStall } from './stall-watch.js';
import { StreamedBody } from './streamed-body.js';

/** A `Buffer` can be sent again, a stream cannot; undefined when the request has no body. */
export type RequestBody = Buffer | StreamedBody | undefined;

/**
 * Takes a request's body: all of it if it is small, else a stream that begins with what was read. What is returned as a
 * `Buffer` counts as kept until it is given back to `kept`.
 *
 * @throws UnsupportedTransferCoding when the bytes are not what they would be taken for
 * @throws BodyTooLarge at once when the caller said so, else as soon as it shows
 * @throws BodyStalled when the caller stops sending
 * @throws CallerLeft when the caller leaves in the middle
 */
export function requestBody(
  request: IncomingMessage,
  limits: BodyLimits,
  kept: KeptBodies,
): Promise<RequestBody> | RequestBody {
  const coding = request.headers['transfer-encoding'];
  if (coding !== undefined && !(coding.toLowerCase() === 'chunked' && request.httpVersion === '1.1')) {
    discardRest(request, limits);
    throw new UnsupportedTransferCoding();
  }
  const length = coding ? undefined : Number(request.headers['content-length'] ?? 0);
  if (length === 0) return undefined;
  if (length !== undefined && length > limits.maxBytes) {
    discardRest(request, limits);
    throw new BodyTooLarge(limits.maxBytes);
  }
  if (length !== undefined && (length > limits.keptBytes || kept.isFull))
    return new StreamedBody(request, limits, length);
  return keptBody(request, limits, { kept, length });
}

function keptBody(
  request: IncomingMessage,
  limits: BodyLimits,
  { kept, length }: { kept: KeptBodies; length: number | undefined },
): Promise<Buffer | StreamedBody> {
  return new Promise((resolve, reject) => {
    const body = new KeptBytes();
    const settle = (): void => {
      endWatch();
      request.off('data', onData).off('end', onEnd).off('close', onClose);
    };
    const fail = (error: Error): void => {
      settle();
      kept.giveBack(body.length);
      discardRest(request, limits);
      reject(error);
    };
    const onData = (chunk: Buffer): void => {
      body.add(chunk);
      kept.take(chunk.length);
      if (body.length > limits.maxBytes) fail(new BodyTooLarge(limits.maxBytes));
      else if (body.length > limits.keptBytes || (kept.isFull && body.length !== length)) {
        settle();
        kept.giveBack(body.length);
        resolve(new StreamedBody(request, limits, length, body.bytes));
      }
    };
    const onEnd = (): void => {
      settle();
      resolve(body.bytes);
    };
    const onClose = (): void => {
      fail(new CallerLeft());
    };
    const endWatch = watchForStall(request, limits.idleMs, () => {
      fail(new BodyStalled());
    });
    request.on('data', onData).on('end', onEnd).on('close', onClose);
  });
}
