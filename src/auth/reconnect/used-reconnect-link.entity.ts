import { Entity } from 'typeorm';

import { idColumn, timestampColumn } from '../../foundation/index.js';

/** A reconnect link that has connected its installation, or is about to. */
@Entity('auth_used_reconnect_links')
export class UsedReconnectLink {
  @idColumn('link_id')
  linkId!: string;

  @timestampColumn({ name: 'expires_at' })
  expiresAt!: number;
}
