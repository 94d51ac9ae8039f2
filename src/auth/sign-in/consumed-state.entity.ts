import { Entity } from 'typeorm';

import { idColumn, timestampColumn } from '../../foundation/index.js';

/** A sign-in that has come back from LiveChat and cannot come back again. */
@Entity('auth_consumed_states')
export class ConsumedState {
  @idColumn('state_digest')
  stateDigest!: string;

  @timestampColumn({ name: 'consumed_at' })
  consumedAt!: number;
}
