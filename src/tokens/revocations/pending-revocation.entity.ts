import { Entity } from 'typeorm';

import { countColumn, textColumn, timestampColumn } from '../../foundation/index.js';
import { SealedPairRow } from '../sealed-rows/sealed-pair-row.js';

/** A pair that LiveChat has still to revoke, sealed as it was in its grant. */
@Entity('pending_revocations')
export class PendingRevocationRow extends SealedPairRow {
  @textColumn({ name: 'grant_id', nullable: true }) grantId!: string | null;
  @countColumn({ name: 'generation', nullable: true }) generation!: number | null;
  @countColumn({ name: 'attempts' }) attempts!: number;
  @timestampColumn({ name: 'due_at' }) dueAt!: number;
  @timestampColumn({ name: 'created_at' }) createdAt!: number;
}
