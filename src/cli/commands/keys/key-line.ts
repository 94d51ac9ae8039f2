import { type ApiKey, hasExpired } from '../../../auth/index.js';

/** A key on one line, for people. Its name comes last: it is the one part that somebody chose freely. */
export function keyLine(key: ApiKey, now: number): string {
  const parts = [
    key.id,
    key.role,
    key.organizationId ?? 'any organization',
    stateOf(key, now),
    key.lastUsedAt === undefined ? 'never used' : `last used ${time(key.lastUsedAt)}`,
    key.allowed && `only ${key.allowed.patterns.join(', ')}`,
    key.name,
  ];
  return parts.filter((part) => part !== undefined).join('  ');
}

function stateOf(key: ApiKey, now: number): string {
  if (key.revokedAt !== undefined) return `revoked ${time(key.revokedAt)}`;
  if (key.expiresAt !== undefined && hasExpired(key, now)) return `expired ${time(key.expiresAt)}`;
  const states = [
    'good',
    key.expiresAt !== undefined && `expires ${time(key.expiresAt)}`,
    key.previousUntil !== undefined &&
      now < key.previousUntil &&
      `previous secret good until ${time(key.previousUntil)}`,
  ];
  return states.filter(Boolean).join(', ');
}

function time(ms: number): string {
  return new Date(ms).toISOString();
}
