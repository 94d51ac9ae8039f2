import type { IncomingMessage } from 'node:http';

import { BodyStalled } from '../errors/body-stalled.js';
import { BodyTooLarge } from '../errors/body-too-large.js';
import { CallerLeft } from '../errors/caller-left.js';
import { UnsupportedTransferCoding } from '../errors/unsupported-transfer-coding.js';
import type { BodyLimits } from './body-limits.js';
import { discardRest } from './discard-rest.js';
import { KeptBytes } from './kept-bytes.js';
import { watchForStall } from './stall-watch.js';
import { StreamedBody } from './streamed-body.js';

/** A `Buffer` can be sent again, a stream cannot; undefined when the request has no body. */
export type RequestBody = Buffer | StreamedBody | undefined;

/**
 * Takes a request's body: all of it if it is small, else a stream that begins with what was read.
 *
 * @throws UnsupportedTransferCoding when the bytes are not what they would be taken for
 * @throws BodyTooLarge at once when the caller said so, else as soon as it shows
 * @throws BodyStalled when the caller stops sending
 * @throws CallerLeft when the caller leaves in the middle
 */
export function requestBody(
  request: IncomingMessage,
  limits: BodyLimits,
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
  if (length !== undefined && length > limits.keptBytes) return new StreamedBody(request, limits, length);
  return keptBody(request, limits);
}

function keptBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer | StreamedBody> {
  return new Promise((resolve, reject) => {
    const kept = new KeptBytes();
    const settle = (): void => {
      endWatch();
      request.off('data', onData).off('end', onEnd).off('close', onClose);
    };
    const fail = (error: Error): void => {
      settle();
      discardRest(request, limits);
      reject(error);
    };
    const onData = (chunk: Buffer): void => {
      kept.add(chunk);
      if (kept.length > limits.maxBytes) fail(new BodyTooLarge(limits.maxBytes));
      else if (kept.length > limits.keptBytes) {
        settle();
        resolve(new StreamedBody(request, limits, undefined, kept.bytes));
      }
    };
    const onEnd = (): void => {
      settle();
      resolve(kept.bytes);
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
