import { Entity } from 'typeorm';

import {
  countColumn,
  idColumn,
  longTextColumn,
  textColumn,
  timestampColumn,
} from '../../foundation/index.js';

/** A pair that LiveChat has still to revoke, sealed as it was in its grant. */
@Entity('pending_revocations')
export class PendingRevocationRow {
  @idColumn() id!: string;
  @textColumn({ name: 'client_id' }) clientId!: string;
  @textColumn({ name: 'organization_id' }) organizationId!: string;
  @textColumn({ name: 'account_id' }) accountId!: string;
  @longTextColumn({ name: 'access_token' }) accessToken!: string;
  @longTextColumn({ name: 'refresh_token', nullable: true }) refreshToken!: string | null;
  @countColumn({ name: 'attempts' }) attempts!: number;
  @timestampColumn({ name: 'due_at' }) dueAt!: number;
  @timestampColumn({ name: 'created_at' }) createdAt!: number;
}
