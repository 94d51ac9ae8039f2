import { Entity } from 'typeorm';

import { countColumn, timestampColumn } from '../../foundation/index.js';
import { SealedPairRow } from '../sealed-rows/sealed-pair-row.js';

/** A pair that LiveChat has still to revoke, sealed as it was in its grant. */
@Entity('pending_revocations')
export class PendingRevocationRow extends SealedPairRow {
  @countColumn({ name: 'attempts' }) attempts!: number;
  @timestampColumn({ name: 'due_at' }) dueAt!: number;
  @timestampColumn({ name: 'created_at' }) createdAt!: number;
}
