import { Entity } from 'typeorm';

import { countColumn, idColumn, textColumn, timestampColumn } from '../../foundation/index.js';

export type InstallationState = 'pending' | 'active' | 'uninstalled' | 'purged';

/** This app in one organization. */
@Entity('installations')
export class InstallationRow {
  @idColumn() id!: string;
  @textColumn({ name: 'client_id' }) clientId!: string;
  @textColumn({ name: 'organization_id' }) organizationId!: string;
  @textColumn({ name: 'state' }) state!: InstallationState;
  /** Grows whenever the installation stops being active: sessions of an older generation are dead. */
  @countColumn({ name: 'generation' }) generation!: number;
  /** May name a grant that is gone when a crash came between: readers then take the first. */
  @textColumn({ name: 'default_grant_id', nullable: true }) defaultGrantId!: string | null;
  @timestampColumn({ name: 'created_at' }) createdAt!: number;
  @timestampColumn({ name: 'updated_at' }) updatedAt!: number;
}
