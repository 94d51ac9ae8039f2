import { Entity } from 'typeorm';

import { idColumn, largeCountColumn, timestampColumn } from '../../foundation/index.js';

/** The last batch that a process has added, so that one whose answer was lost is not added again. PostgreSQL only. */
@Entity('livechat_spend_writers')
export class SpendWriterRow {
  @idColumn() id!: string;
  @largeCountColumn({ name: 'batch' }) batch!: number;
  @timestampColumn({ name: 'written_at' }) writtenAt!: number;
}
