import { ReturnToRefused } from './start-refusals.js';

const MAX_LENGTH = 1_024;

/** Control characters, which browsers drop from URLs, and the backslash, which they read as a slash. */
// eslint-disable-next-line no-control-regex -- finding them is the point
const DECEPTIVE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\\]/;

/** Where browsers may be sent after sign-in: our own origin, and those on the allow-list. */
export interface ReturnOrigins {
  readonly own: string;
  readonly allowed: readonly string[];
}

/**
 * The place to return to, in the one spelling that every browser reads alike: a path of ours or an absolute URL on an
 * allowed origin.
 *
 * @throws ReturnToRefused for anything a browser could take for another site
 */
export function acceptedReturnTo(wanted: string, origins: ReturnOrigins): string {
  if (wanted.length > MAX_LENGTH) throw new ReturnToRefused('too long');
  if (DECEPTIVE.test(wanted)) throw new ReturnToRefused('control character or backslash');
  const url = wanted.startsWith('/') ? ownUrl(wanted, origins.own) : absoluteUrl(wanted);
  refuseDeceptivePath(url.pathname);
  if (url.origin === origins.own) return url.pathname + url.search + url.hash;
  if (origins.allowed.includes(url.origin)) return url.href;
  throw new ReturnToRefused('another site');
}

function ownUrl(path: string, own: string): URL {
  if (path.startsWith('//') || !URL.canParse(path, own)) throw new ReturnToRefused('not a path');
  return new URL(path, own);
}

/** `https:/host` and `https:host` are absolute to a browser too: only the plain form is accepted. */
function absoluteUrl(wanted: string): URL {
  if (!/^https?:\/\/[^/]/i.test(wanted) || !URL.canParse(wanted)) throw new ReturnToRefused('not a URL');
  const url = new URL(wanted);
  if (url.username || url.password) throw new ReturnToRefused('user name in the URL');
  return url;
}

/**
 * A path must mean the same to whoever decodes it once or twice on the way: nothing deceptive, no slash and no dot
 * segment may come out of it. (The URL parser has resolved the dot segments that browsers resolve.)
 */
function refuseDeceptivePath(path: string): void {
  if (path.startsWith('//')) throw new ReturnToRefused('a host in place of a path');
  const once = decodedOnce(path);
  if (once === undefined) throw new ReturnToRefused('malformed escape');
  for (const decoded of [once, decodedOnce(once) ?? once]) {
    const segments = decoded.split('/');
    const hidesSomething =
      DECEPTIVE.test(decoded) ||
      segments.length !== path.split('/').length ||
      segments.some((segment) => segment === '.' || segment === '..');
    if (hidesSomething) throw new ReturnToRefused('something hidden in escapes');
  }
}

function decodedOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
