import { Entity } from 'typeorm';

import { countColumn, idColumn, textColumn, timestampColumn } from '../../foundation/index.js';

/** A browser that is signed in. The cookie's value is not here, only its digest. */
@Entity('auth_sessions')
export class StoredSession {
  @idColumn('id_digest')
  idDigest!: string;

  @textColumn({ name: 'organization_id' })
  organizationId!: string;

  @textColumn({ name: 'account_id' })
  accountId!: string;

  @textColumn({ name: 'grant_id' })
  grantId!: string;

  /** Of the installation: an uninstall moves it on, and the session is no longer good. */
  @countColumn({ name: 'generation' })
  generation!: number;

  @timestampColumn({ name: 'created_at' })
  createdAt!: number;

  /** Without another request; never after `expiresAt`. */
  @timestampColumn({ name: 'idle_expires_at' })
  idleExpiresAt!: number;

  /** Whatever happens. */
  @timestampColumn({ name: 'expires_at' })
  expiresAt!: number;
}
