import { Entity } from 'typeorm';

import { countColumn, longTextColumn, textColumn, timestampColumn } from '../../foundation/index.js';
import { SealedPairRow } from '../sealed-rows/sealed-pair-row.js';
import type { StoredHealth } from './grant.js';

/** What one account gave this app in one organization. Its tokens are sealed before they get here. */
@Entity('grants')
export class GrantRow extends SealedPairRow {
  @longTextColumn({ name: 'scopes' }) scopes!: string;
  @timestampColumn({ name: 'issued_at' }) issuedAt!: number;
  @timestampColumn({ name: 'expires_at' }) expiresAt!: number;
  @timestampColumn({ name: 'renewed_at', nullable: true }) renewedAt!: number | null;
  @textColumn({ name: 'region', nullable: true }) region!: string | null;

  @textColumn({ name: 'health' }) health!: StoredHealth;
  @textColumn({ name: 'health_cause', nullable: true }) healthCause!: string | null;

  @countColumn({ name: 'generation' }) generation!: number;
  @countColumn({ name: 'signed_in_generation' }) signedInGeneration!: number;
  @textColumn({ name: 'lease_owner', nullable: true }) leaseOwner!: string | null;
  @timestampColumn({ name: 'lease_until', nullable: true }) leaseUntil!: number | null;
  @timestampColumn({ name: 'renewal_started_at', nullable: true }) renewalStartedAt!: number | null;

  @timestampColumn({ name: 'created_at' }) createdAt!: number;
  @timestampColumn({ name: 'updated_at' }) updatedAt!: number;
}
