import { Entity } from 'typeorm';

import { idColumn, longTextColumn, textColumn, timestampColumn } from '../../foundation/index.js';
import type { ApiKeyRole } from './api-key.js';

/** An API key. Its secrets are not here, only their digests. */
@Entity('auth_api_keys')
export class StoredApiKey {
  @idColumn()
  id!: string;

  @textColumn({ name: 'secret_digest' })
  secretDigest!: string;

  /** Of the secret before the last rotation, which is good until `previousUntil`. */
  @textColumn({ name: 'previous_secret_digest', nullable: true })
  previousSecretDigest!: string | null;

  @timestampColumn({ name: 'previous_until', nullable: true })
  previousUntil!: number | null;

  @textColumn({ name: 'role' })
  role!: ApiKeyRole;

  @textColumn({ name: 'organization_id', nullable: true })
  organizationId!: string | null;

  @textColumn({ name: 'name', nullable: true })
  name!: string | null;

  @timestampColumn({ name: 'created_at' })
  createdAt!: number;

  @timestampColumn({ name: 'expires_at', nullable: true })
  expiresAt!: number | null;

  /** Coarse: written at most once in ten minutes. */
  @timestampColumn({ name: 'last_used_at', nullable: true })
  lastUsedAt!: number | null;

  @timestampColumn({ name: 'revoked_at', nullable: true })
  revokedAt!: number | null;

  /** Patterns with a space between. */
  @longTextColumn({ name: 'allowed_actions', nullable: true })
  allowedActions!: string | null;
}

export type ApiKeyColumns = Pick<StoredApiKey, keyof StoredApiKey>;
