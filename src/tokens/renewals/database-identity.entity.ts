import { Entity } from 'typeorm';

import { idColumn } from '../../foundation/index.js';

/** One row: what tells this database from others that share a spool folder. */
@Entity('database_identity')
export class DatabaseIdentityRow {
  @idColumn() id!: string;
}
