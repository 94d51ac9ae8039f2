import { describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { join } from 'node:path';

import { encryptionKey, startCustody } from '../testing/start-custody.js';
import { errorOf, until } from '../testing/outcome-of.js';

const OLD = encryptionKey('old', 1);
const NEW = encryptionKey('new', 2);

/** A process got a new pair from LiveChat, sealed it with "old", could not write it, and stopped. */
async function stoppedWithSpooledPair(repair: string) {
  const stopped = await startCustody({ keys: [OLD] });
  const { grant, issued } = await stopped.signIn();
  await stopped.refuseWrites();
  const caller = errorOf(stopped.tokens.renew(grant, { rejected: issued.accessToken }));
  await until(() => stopped.logs.of('tokens.renewed_pair_not_written').length === 1);
  await stopped.close();
  await caller;
  const database = new Database(join(stopped.folder, 'test.sqlite'));
  database.exec(`DROP TRIGGER full; ${repair}`);
  database.close();
  const { accounts, clock, folder } = stopped;
  return { grant, next: { accounts, clock, folder } };
}

describe('a start without the key of a renewed pair in the spool', () => {
  it('is refused: the pair would take the place of one that opens', async () => {
    const { next } = await stoppedWithSpooledPair('DELETE FROM grants');

    const error = await errorOf(startCustody({ ...next, keys: [NEW] }));

    expect(error.message).toContain('"old" (1 renewed pair in the spool)');
  });

  it('is refused with the rows that need the key, too', async () => {
    const { next } = await stoppedWithSpooledPair('');

    const error = await errorOf(startCustody({ ...next, keys: [NEW] }));

    expect(error.message).toContain('"old" (1 row, 1 renewed pair in the spool)');
  });

  it('is no matter while the key stands behind another: the pair gets into its row', async () => {
    const { grant, next } = await stoppedWithSpooledPair('');

    const custody = await startCustody({ ...next, keys: [NEW, OLD] });

    const { accessToken } = await custody.tokens.accessTokenFor(grant);
    expect(custody.accounts.isAlive(accessToken)).toBe(true);
    expect(await custody.rows('grants')).toMatchObject([{ generation: 2, sealed_with: 'old' }]);
  });
});
