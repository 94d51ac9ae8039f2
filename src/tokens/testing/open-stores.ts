import { DataSource } from 'typeorm';

import { emptyFolder } from '../../../test/support/folders.js';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { closeAfterTest } from '../../../test/support/opened.js';
import { DatabaseConfig, dataSourceOptions, Keyring, openDatabase } from '../../foundation/index.js';
import { GrantSealing } from '../grants/grant-sealing.js';
import { GrantRow } from '../grants/grant.entity.js';
import { TypeOrmGrantStore } from '../grants/typeorm-grant-store.js';
import { TypeOrmRenewalLease } from '../grants/typeorm-renewal-lease.js';
import { tokensEntities, tokensMigrations } from '../tokens.schema.js';
import { encryptionKey, tokensConfig } from './start-custody.js';

/** The stores on SQLite, without anything around them. */
export async function openStores() {
  const clock = new ManualClock();
  const schema = { entities: tokensEntities, migrations: tokensMigrations };
  const config = new DatabaseConfig(`sqlite:${emptyFolder()}/test.sqlite`);
  const database: DataSource = await openDatabase(dataSourceOptions(config, clock, schema));
  closeAfterTest(() => database.destroy());

  const rows = database.getRepository(GrantRow);
  const partsOf = (clientId: string) => {
    const tokens = tokensConfig('http://127.0.0.1', { clientId });
    const sealing = new GrantSealing(new Keyring([encryptionKey('k1')]), tokens);
    return {
      sealing,
      store: new TypeOrmGrantStore(rows, sealing, tokens, clock),
      lease: new TypeOrmRenewalLease(rows, tokens),
    };
  };
  return { clock, database, ...partsOf('client-1'), ofAnotherClient: partsOf('client-2').store };
}
