import type { RegisteredClient } from '../world/clients.js';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

function withScheme(uri: string): string {
  return uri.includes('://') ? uri : `http://${uri}`;
}

/** No query, no fragment, no user name, and no way up, however it is written. */
function isClean(uri: string, parsed: URL): boolean {
  const hasDots = /(^|[/\\])(\.|%2e){1,2}([/\\]|%2f|%5c|$)/i.test(uri.replace(/^[^:]+:\/\//, ''));
  return !/[?#\\]/.test(uri) && !hasDots && parsed.username === '' && parsed.password === '';
}

function isWithin(configured: string, requested: URL): boolean {
  if (!URL.canParse(withScheme(configured))) return false;
  const allowed = new URL(withScheme(configured));
  return (
    allowed.protocol === requested.protocol &&
    allowed.host === requested.host &&
    requested.pathname.startsWith(allowed.pathname)
  );
}

function isListed(configured: readonly string[], requested: string): boolean {
  return /^[a-z]\w*:\/\/[\w/-]*$/i.test(requested) && configured.includes(requested);
}

/**
 * Whether LiveChat would send a code there.
 *
 * Scheme, host and port must be the same; the configured path must be how the requested one begins.
 */
export function isAllowedRedirectUri(client: RegisteredClient, requested: string): boolean {
  // A custom scheme may have an underscore, as in LiveChat's own example, which no URL parser takes.
  if (!URL.canParse(requested))
    return client.redirectUris !== 'loopback' && isListed(client.redirectUris, requested);
  const parsed = new URL(requested);
  if (!isClean(requested, parsed)) return false;
  if (client.redirectUris === 'loopback')
    return /^https?:$/.test(parsed.protocol) && LOOPBACK.has(parsed.hostname);
  return client.redirectUris.some((configured) => isWithin(configured, parsed));
}
