import { AllowedActions } from './allowed-actions.js';
import type { ApiKey } from './api-key.js';
import type { ApiKeyColumns } from './stored-api-key.entity.js';

/** The key a row holds. */
export function apiKeyIn(row: ApiKeyColumns): ApiKey {
  return {
    id: row.id,
    role: row.role,
    organizationId: row.organizationId ?? undefined,
    name: row.name ?? undefined,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt ?? undefined,
    lastUsedAt: row.lastUsedAt ?? undefined,
    revokedAt: row.revokedAt ?? undefined,
    previousUntil: row.previousUntil ?? undefined,
    allowed: row.allowedActions === null ? undefined : AllowedActions.fromText(row.allowedActions),
  };
}
