import { emptyDatabase } from '../../../test/support/database.js';
import { emptyFolder } from '../../../test/support/folders.js';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { closeAfterTest } from '../../../test/support/opened.js';
import { DatabaseConfig, openDatabase } from '../../foundation/index.js';
import { livechatEntities, livechatMigrations } from '../livechat.schema.js';
import { SpendLedger } from '../spend/spend-ledger.js';
import { SpendRow } from '../spend/spend.entity.js';
import { SpendWriterRow } from '../spend/spend-writer.entity.js';

/** The ledger on the engine of this run, without anything around it. */
export async function openLedger() {
  const clock = new ManualClock();
  const schema = { entities: livechatEntities, migrations: livechatMigrations };
  const { DATABASE_URL: url = `sqlite:${emptyFolder()}/test.sqlite` } = await emptyDatabase();
  const database = await openDatabase(new DatabaseConfig(url), clock, schema);
  closeAfterTest(() => database.destroy());
  const ledger = new SpendLedger(
    database.getRepository(SpendRow),
    database.getRepository(SpendWriterRow),
    clock,
  );
  return { database, ledger };
}
