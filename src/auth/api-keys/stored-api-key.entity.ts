import { Entity } from 'typeorm';

import { idColumn, textColumn, timestampColumn } from '../../foundation/index.js';
import type { ApiKeyRole } from './api-key.js';

/** An API key. Its secret is not here, only the secret's digest. */
@Entity('auth_api_keys')
export class StoredApiKey {
  @idColumn()
  id!: string;

  @textColumn({ name: 'secret_digest' })
  secretDigest!: string;

  @textColumn({ name: 'role' })
  role!: ApiKeyRole;

  @textColumn({ name: 'organization_id', nullable: true })
  organizationId!: string | null;

  @textColumn({ name: 'name', nullable: true })
  name!: string | null;

  @timestampColumn({ name: 'created_at' })
  createdAt!: number;

  /** Coarse: written at most once in ten minutes. */
  @timestampColumn({ name: 'last_used_at', nullable: true })
  lastUsedAt!: number | null;

  @timestampColumn({ name: 'revoked_at', nullable: true })
  revokedAt!: number | null;
}

export type ApiKeyColumns = Pick<StoredApiKey, keyof StoredApiKey>;
