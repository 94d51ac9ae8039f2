import { InvalidPath } from '../errors/invalid-path.js';

export const GATEWAY_PREFIX = '/livechat';

/** What nearly every call looks like: nothing in it can be read in two ways. */
const PLAIN = /^(?:\/[\w-]+(?:\.[\w-]+)*)*\/?$/;
/** Servers decode once, careless ones twice; what is still encoded after this many is not an honest path. */
const MAX_DECODINGS = 4;

export interface JudgedTarget {
  /** What follows `/livechat`, exactly as it came: empty, or beginning with a slash. */
  readonly path: string;
  /** From the question mark on, exactly as it came; empty without one. */
  readonly query: string;
}

/**
 * Lets a request target pass only if every server reads its path alike.
 *
 * It is judged as it came over the wire: routers decode and normalize before anybody else sees a path, and what they
 * make of it is not what LiveChat would get.
 *
 * @throws InvalidPath otherwise
 */
export function judgeTarget(target: string): JudgedTarget {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? '' : target.slice(mark);
  if (!isBelowPrefix(path) || hasStrayCharacter(query)) throw new InvalidPath();
  if (!PLAIN.test(path) && !isUnambiguous(path)) throw new InvalidPath();
  return { path: path.slice(GATEWAY_PREFIX.length), query };
}

function isBelowPrefix(path: string): boolean {
  return path === GATEWAY_PREFIX || path.startsWith(`${GATEWAY_PREFIX}/`);
}

/** A query goes on byte for byte, but it cannot end the request line or begin a fragment. */
function hasStrayCharacter(query: string): boolean {
  // eslint-disable-next-line no-control-regex
  return query !== '' && /[\x00-\x20\x7f#]/.test(query);
}

function isUnambiguous(path: string): boolean {
  if (/[^\x21-\x7e]|#|%(?![0-9a-f]{2})/i.test(path)) return false;
  let level = path;
  for (let decodings = 0; decodings <= MAX_DECODINGS; decodings += 1) {
    if (!hasSafeSegments(level)) return false;
    const decoded = decodedOnce(level);
    if (decoded === level) return true;
    if (decoded === undefined || slashesIn(decoded) !== slashesIn(level)) return false;
    level = decoded;
  }
  return false;
}

function hasSafeSegments(path: string): boolean {
  // eslint-disable-next-line no-control-regex
  if (/[\x00-\x1f\x7f-\x9f\\]/.test(path)) return false;
  const segments = path.split('/').slice(1);
  return segments.every((segment, at) => isSafeSegment(segment, at === segments.length - 1));
}

/** Some servers cut path parameters (`..;x`) and spaces before they look for dots. */
function isSafeSegment(segment: string, isLast: boolean): boolean {
  if (segment === '') return isLast;
  const name = segment.split(';', 1)[0]?.trim() ?? '';
  return name !== '' && name !== '.' && name !== '..';
}

/** Undefined when it is not UTF-8: an overlong encoding may hide a dot or a slash. */
function decodedOnce(path: string): string | undefined {
  try {
    return decodeURIComponent(path.replace(/%(?![0-9a-f]{2})/gi, '%25'));
  } catch {
    return undefined;
  }
}

function slashesIn(path: string): number {
  return path.split('/').length;
}
