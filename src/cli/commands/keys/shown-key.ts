import type { ApiKey } from '../../../auth/index.js';

/** A key as `--json` has it: what there is none of is null. */
export function shownKey(key: ApiKey): Record<string, string | readonly string[] | null> {
  return {
    id: key.id,
    role: key.role,
    organizationId: key.organizationId ?? null,
    name: key.name ?? null,
    createdAt: time(key.createdAt),
    expiresAt: time(key.expiresAt),
    lastUsedAt: time(key.lastUsedAt),
    revokedAt: time(key.revokedAt),
    previousUntil: time(key.previousUntil),
    allow: key.allowed?.patterns ?? null,
  };
}

function time(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
