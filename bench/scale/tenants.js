import { createHash, randomBytes } from 'node:crypto';

export const GRANTS_PER_ORGANIZATION = 2;

/** The n-th organization's id, the same every time: nobody has to remember half a million of them. */
export function organizationIdAt(n) {
  const digest = createHash('md5').update(`organization ${n}`).digest('hex');
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    digest.slice(12, 16),
    digest.slice(16, 20),
    digest.slice(20),
  ].join('-');
}

/** A pair as long as LiveChat's, whose access token says whose it is. */
export function pairFor(organizationId) {
  return {
    accessToken: `dal:${organizationId}.${randomBytes(18).toString('base64url')}`,
    refreshToken: `dal:${randomBytes(42).toString('base64url')}`,
  };
}
