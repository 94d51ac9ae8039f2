import { UnreadableAnswer } from '../errors/unreadable-answer.js';
import { withoutPasswordPrompts } from './challenges.js';
import { namesIn } from './request-headers.js';

/** Hop-by-hop, or they would act on our origin instead of LiveChat's. */
const DROPPED: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'set-cookie',
  'clear-site-data',
  'strict-transport-security',
  'alt-svc',
  'nel',
  'origin-trial',
  'public-key-pins',
  'public-key-pins-report-only',
  'refresh',
  'report-to',
  'reporting-endpoints',
  'service-worker-allowed',
]);
/** Ours are said beside LiveChat's: browsers obey every line of these. */
const SAID_TWICE: ReadonlySet<string> = new Set(['vary', 'content-security-policy']);
const CACHING = 'cache-control';
export type OwnHeaders = Readonly<Record<string, number | string | string[] | undefined>>;

/**
 * The headers of LiveChat's answer for the caller: in order, repeated and spelled as they came, with our own.
 *
 * @param own what our hooks have set already, by lower-case name. They win, for they speak for our origin.
 * @throws UnreadableAnswer when the bytes are not what they would be taken for
 */
export function answerHeaders(rawHeaders: readonly Buffer[], own: OwnHeaders): string[] {
  const named = namesIn(headerIn(rawHeaders, 'connection'));
  const headers: string[] = [];
  let saysHowLong = false;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = textOf(rawHeaders[at]);
    const key = name.toLowerCase();
    if (isDropped(key) || named?.has(key) || isOurs(key, own)) {
      if (key === 'transfer-encoding' && !isChunked(rawHeaders[at + 1])) throw new UnreadableAnswer();
      continue;
    }
    if (key === CACHING) saysHowLong = true;
    const value = textOf(rawHeaders[at + 1]);
    if (key === 'www-authenticate') addLines(headers, name, withoutPasswordPrompts(value));
    else headers.push(name, value);
  }
  for (const name in own) {
    if (name !== CACHING) addLines(headers, name, own[name]);
  }
  // Answers differ by caller at one URL: no shared cache may keep what LiveChat left open.
  if (!saysHowLong) addLines(headers, CACHING, own[CACHING] ?? 'private');
  return headers;
}

function isDropped(name: string): boolean {
  return DROPPED.has(name) || name.startsWith('access-control-');
}

function isChunked(coding: Buffer | undefined): boolean {
  return textOf(coding).toLowerCase() === 'chunked';
}

/** LiveChat knows better than we how long its answer keeps. */
function isOurs(name: string, own: OwnHeaders): boolean {
  return Object.hasOwn(own, name) && !SAID_TWICE.has(name) && name !== CACHING;
}

function addLines(headers: string[], name: string, value: OwnHeaders[string]): void {
  if (Array.isArray(value)) for (const line of value) headers.push(name, line);
  else if (value !== undefined) headers.push(name, String(value));
}

/** The values of a header, joined as RFC 9110 section 5.3 allows; undefined without one. */
export function headerIn(rawHeaders: readonly Buffer[], wanted: string): string | undefined {
  let joined: string | undefined;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.length !== wanted.length || textOf(rawHeaders[at]).toLowerCase() !== wanted) continue;
    const value = textOf(rawHeaders[at + 1]);
    joined = joined === undefined ? value : `${joined}, ${value}`;
  }
  return joined;
}

/** Headers are bytes: latin1 carries each of them there and back. */
function textOf(bytes: Buffer | undefined): string {
  return bytes?.toString('latin1') ?? '';
}
