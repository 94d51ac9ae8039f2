import { Entity } from 'typeorm';

import { idColumn, largeCountColumn, textColumn } from '../../foundation/index.js';

/** What went to LiveChat for an organization in a month: only ever added to, by every replica. */
@Entity('livechat_spend')
export class SpendRow {
  /** `2026-11/<organization id>`: what is copied has a key of one column. */
  @idColumn() id!: string;
  @textColumn({ name: 'month' }) month!: string;
  @textColumn({ name: 'organization_id' }) organizationId!: string;
  @largeCountColumn({ name: 'first' }) first!: number;
  @largeCountColumn({ name: 'authentication' }) authentication!: number;
  @largeCountColumn({ name: 'misdirected_request' }) misdirected_request!: number;
  @largeCountColumn({ name: 'reset_read' }) reset_read!: number;
}
