import type { AxiosResponse } from 'axios';
import { Readable } from 'node:stream';

import { type AnswerMeaning, MEANING_LIMIT_BYTES, meaningOf } from '../policy/answer-meaning.js';
import { jsonIn } from '../policy/json-in.js';

/** LiveChat's error answer, read. */
export interface RefusedCall {
  /** False when the answer broke off: then its status is all there is. */
  readonly isComplete: boolean;
  readonly status: number;
  readonly meaning: AnswerMeaning;
  readonly message: string | undefined;
  readonly data: unknown;
}

/** Reads an error answer, in whatever form the call asked for its body. axios has decompressed it already. */
export async function refusalIn(response: AxiosResponse<unknown>): Promise<RefusedCall> {
  const body = await bytesOf(response.data);
  const contentType: unknown = response.headers['content-type'];
  const error = errorIn(body);
  return {
    isComplete: response.data !== undefined,
    status: response.status,
    meaning: meaningOf({
      status: response.status,
      contentType: typeof contentType === 'string' ? contentType : undefined,
      contentEncoding: undefined,
      body,
    }),
    message: typeof error?.message === 'string' ? error.message : undefined,
    data: error?.data,
  };
}

async function bytesOf(data: unknown): Promise<Buffer | undefined> {
  if (data instanceof Readable) return bytesIn(data);
  if (Buffer.isBuffer(data)) return data;
  if (typeof data === 'string') return Buffer.from(data);
  return data === undefined || data === null ? undefined : Buffer.from(JSON.stringify(data));
}

/** No error of LiveChat is larger than this; what is, has no meaning. */
async function bytesIn(stream: Readable): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MEANING_LIMIT_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function errorIn(body: Buffer | undefined): { message?: unknown; data?: unknown } | undefined {
  const answer = body && (jsonIn(body) as { error?: unknown } | null | undefined);
  return typeof answer?.error === 'object' && answer.error !== null ? answer.error : undefined;
}
