import type { GrantRef } from '../../../tokens/index.js';

/** What we say about the connection, whatever the caller says. */
const OURS: ReadonlySet<string> = new Set(['organization_id', 'region']);

/**
 * Where LiveChat's RTM API is for an organization: the caller's query with our own parameters first.
 *
 * @param target path and query, as LiveChat gets them
 */
export function rtmUrl(
  apiUrl: URL,
  target: string,
  { organizationId, region }: Pick<GrantRef, 'organizationId'> & { readonly region: string | undefined },
): string {
  const [path = '', ...rest] = target.split('?');
  const ours = new URLSearchParams({
    organization_id: organizationId,
    ...(region !== undefined && { region }),
  });
  const theirs = rest
    .join('?')
    .split('&')
    .filter((pair) => pair !== '' && !saysOurs(pair));
  const scheme = apiUrl.protocol === 'http:' ? 'ws' : 'wss';
  return `${scheme}://${apiUrl.host}${path}?${[ours.toString(), ...theirs].join('&')}`;
}

/** Some servers separate parameters by semicolons too. */
function saysOurs(pair: string): boolean {
  return pair.split(';').some((part) => [...new URLSearchParams(part).keys()].some((name) => OURS.has(name)));
}
