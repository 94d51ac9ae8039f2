import { Entity } from 'typeorm';

import { idColumn, textColumn, timestampColumn } from '../../foundation/index.js';

/** LiveChat refused a grant's refresh with a word that may mean the grant or our client. */
@Entity('ambiguous_refusals')
export class AmbiguousRefusalRow {
  @idColumn('grant_id') grantId!: string;
  @textColumn({ name: 'client_id' }) clientId!: string;
  @textColumn({ name: 'organization_id' }) organizationId!: string;
  @textColumn({ name: 'account_id' }) accountId!: string;
  @timestampColumn({ name: 'refused_at' }) refusedAt!: number;
}
