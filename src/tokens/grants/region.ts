import type { AccessToken } from '../token-values.js';

const REGION = /^[a-z0-9-]{1,32}$/;

/** Whether text may go into a header as a region. */
export function isRegion(text: string): boolean {
  return REGION.test(text);
}

/** LiveChat writes a region before an access token's first colon: `dal:…`. */
export function regionOfToken(token: AccessToken): string | undefined {
  const [prefix = '', ...rest] = token.reveal().split(':', 2);
  return rest.length > 0 && isRegion(prefix) ? prefix : undefined;
}
