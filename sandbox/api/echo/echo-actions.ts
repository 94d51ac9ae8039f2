import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

import { type Answer, jsonAnswer } from '../../http/answer.js';
import type { Call } from '../../http/call.js';
import { eachChunk } from '../../http/read-body.js';
import { ApiError, isApiErrorType } from '../api-error.js';
import type { DripControls } from './drips.js';

const CHUNK = Buffer.alloc(64 * 1024, 'LiveChat sandbox ');
const DEFAULT_BYTES = 1_048_576;

interface EchoContext {
  readonly drips: DripControls;
  /** Keeps the first part of a body that flows past. */
  readonly keep: (call: Call, chunk: Buffer) => void;
}

function wholeNumber(text: string | null, fallback: number): number {
  const value = Number(text ?? fallback);
  return Number.isSafeInteger(value) && value >= 0 ? value : fallback;
}

/** Headers asked for as `header=Name:Value`, any number of times. */
function askedHeaders(query: URLSearchParams): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (const line of query.getAll('header')) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    headers[name] = [...(headers[name] ?? []), line.slice(colon + 1).trim()];
  }
  return headers;
}

async function echo(call: Call, { keep }: EchoContext): Promise<Answer> {
  const hash = createHash('sha256');
  let bodyLength = 0;
  if (!call.query.has('early'))
    await eachChunk(call.raw, (chunk) => {
      hash.update(chunk);
      bodyLength += chunk.length;
      keep(call, chunk);
    });
  const { method, headers } = call;
  const { url, rawHeaders } = call.seen;
  const seen = { method, url, headers, rawHeaders, bodyLength, bodySha256: hash.digest('hex') };
  return jsonAnswer(wholeNumber(call.query.get('code'), 200), seen, askedHeaders(call.query));
}

function* pattern(bytes: number): Generator<Buffer> {
  for (let left = bytes; left > 0; left -= CHUNK.length)
    yield left < CHUNK.length ? CHUNK.subarray(0, left) : CHUNK;
}

function stream({ query }: Call): Answer {
  const bytes = wholeNumber(query.get('bytes'), DEFAULT_BYTES);
  const length: Record<string, string> = query.has('chunked') ? {} : { 'content-length': String(bytes) };
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream', ...length, ...askedHeaders(query) },
    body: Readable.from(pattern(bytes), { objectMode: false }),
  };
}

function drip({ query }: Call, { drips }: EchoContext): Answer {
  const body = drips.of(query.get('id') ?? 'drip').open();
  return { status: 200, headers: { 'content-type': 'text/plain', ...askedHeaders(query) }, body };
}

function redirect({ query }: Call): Answer {
  const location = query.get('to') ?? 'http://127.0.0.1:9/elsewhere';
  return { status: wholeNumber(query.get('code'), 302), headers: { location }, body: '' };
}

function status({ query }: Call): Answer {
  const type = query.get('type') ?? '';
  const answer = isApiErrorType(type)
    ? new ApiError(type).toAnswer()
    : { status: 200, headers: { 'content-type': 'application/json' }, body: query.get('body') ?? '{}' };
  const headers = { ...answer.headers, ...askedHeaders(query) };
  return { ...answer, status: wholeNumber(query.get('code'), answer.status), headers };
}

type EchoAction = (call: Call, context: EchoContext) => Answer | Promise<Answer>;

const ACTIONS: Readonly<Record<string, EchoAction>> = { echo, stream, drip, redirect, status };

/**
 * The sandbox-only method that a path names, if it names one: `/v3.6/agent/action/_echo`, and anything below it.
 */
export function echoActionAt(path: string): EchoAction | undefined {
  const name = /^\/v[\d.]+\/[a-z]+\/(?:.*\/)?_([a-z]+)(?:\/|$)/.exec(path)?.[1] ?? '';
  return Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
}
