import type { DataSource } from 'typeorm';

import { emptyDatabase, testedEngine } from '../../../test/support/database.js';
import { emptyFolder } from '../../../test/support/folders.js';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { closeAfterTest } from '../../../test/support/opened.js';
import { DatabaseConfig, Keyring, openDatabase } from '../../foundation/index.js';
import { GrantSealing } from '../grants/grant-sealing.js';
import { GrantRow } from '../grants/grant.entity.js';
import { TypeOrmGrantStore } from '../grants/typeorm-grant-store.js';
import { TypeOrmRenewalLease } from '../grants/typeorm-renewal-lease.js';
import { tokensEntities, tokensMigrations } from '../tokens.schema.js';
import { encryptionKey, tokensConfig } from './start-custody.js';

/** The stores on the engine of this run, without anything around them. */
export async function openStores() {
  const clock = new ManualClock();
  const schema = { entities: tokensEntities, migrations: tokensMigrations };
  const { DATABASE_URL: url = `sqlite:${emptyFolder()}/test.sqlite` } = await emptyDatabase();
  const database = await openDatabase(new DatabaseConfig(url), clock, schema);
  closeAfterTest(() => database.destroy());
  if (testedEngine === 'postgres') await stopTheClockOf(database);

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
  const advance = async (ms: number): Promise<void> => {
    await clock.advance(ms);
    if (testedEngine === 'postgres') await database.query('UPDATE test_clock SET now = now + $1', [ms]);
  };
  return { database, advance, ...partsOf('client-1'), ofAnotherClient: partsOf('client-2').store };
}

/** PostgreSQL's clock is its own: here it stands still until it is advanced. */
async function stopTheClockOf(database: DataSource): Promise<void> {
  await database.query('CREATE TABLE test_clock AS SELECT now_ms() AS now');
  await database.query(
    `CREATE OR REPLACE FUNCTION now_ms() RETURNS bigint LANGUAGE sql AS 'SELECT now FROM test_clock'`,
  );
}
