import { describe, expect, it } from '@jest/globals';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { GrantStore } from '../grants/grant-store.js';
import { RenewalUnavailable } from '../errors/renewal-unavailable.js';
import { errorOf, until, whileTimePasses } from '../testing/outcome-of.js';
import { spooled, spoolOf } from '../testing/spool-folder.js';
import { startCustody } from '../testing/start-custody.js';
import { WRITE_RETRY_FIRST_MS } from '../timings.js';

describe('a renewed pair that cannot be written', () => {
  it('is handed to nobody', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    await custody.refuseWrites();

    const caller = errorOf(custody.tokens.renew(grant, { rejected: issued.accessToken }));

    expect(await whileTimePasses(custody, caller)).toBeInstanceOf(RenewalUnavailable);
  });

  it('is written, and handed out, as soon as the database takes it', async () => {
    const custody = await startCustody();
    custody.accounts.singleUse = true;
    const { grant, issued } = await custody.signIn();
    const acceptWrites = await custody.refuseWrites();
    const caller = custody.tokens.renew(grant, { rejected: issued.accessToken });
    await until(() => custody.logs.of('tokens.renewed_pair_not_written').length === 1);
    await acceptWrites();
    await custody.clock.advance(WRITE_RETRY_FIRST_MS);

    const { accessToken } = await caller;

    expect(custody.accounts.isAlive(accessToken)).toBe(true);
    expect(custody.accounts.refreshes).toHaveLength(1);
    expect(spooled(custody)).toEqual([]);
  });

  it('does not let anybody ask LiveChat again meanwhile', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    await custody.refuseWrites();
    const first = errorOf(custody.tokens.renew(grant, { rejected: issued.accessToken }));
    await until(() => custody.logs.of('tokens.renewed_pair_not_written').length === 1);
    const second = errorOf(custody.tokens.renew(grant, { rejected: issued.accessToken }));

    await whileTimePasses(custody, Promise.all([first, second]));

    expect(custody.accounts.refreshes).toHaveLength(1);
  });

  it('lies in the spool sealed, for the owner of the process only, under the names of database and grant', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    await custody.refuseWrites();
    const caller = errorOf(custody.tokens.renew(grant, { rejected: issued.accessToken }));
    await until(() => custody.logs.of('tokens.renewed_pair_not_written').length === 1);
    const [file = ''] = spooled(custody);
    const [{ id: database }] = await custody.database.query('SELECT id FROM database_identity');

    expect(file.startsWith(`${String(database)}.${grant.id}.`)).toBe(true);
    expect(statSync(join(spoolOf(custody), file)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(spoolOf(custody), file), 'utf8')).not.toMatch(/access-\d|refresh-\d/);
    await whileTimePasses(custody, caller);
  });

  it('lay in the spool before the database was asked, and is gone from there afterwards', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    const store = custody.get(GrantStore);
    const write = store.writeRenewed.bind(store);
    const filesAtWrite: string[][] = [];
    store.writeRenewed = (...what) => {
      filesAtWrite.push(spooled(custody));
      return write(...what);
    };

    await custody.tokens.renew(grant, { rejected: issued.accessToken });

    expect(filesAtWrite).toEqual([[expect.stringContaining(grant.id)]]);
    expect(spooled(custody)).toEqual([]);
  });

  it('is still written when the spool cannot be', async () => {
    const custody = await startCustody();
    writeFileSync(join(custody.folder, 'spool'), 'in the way');
    const { grant, issued } = await custody.signIn();
    const acceptWrites = await custody.refuseWrites();
    const caller = custody.tokens.renew(grant, { rejected: issued.accessToken });
    await until(() => custody.logs.of('tokens.renewed_pair_not_spooled').length === 1);
    await acceptWrites();
    await custody.clock.advance(WRITE_RETRY_FIRST_MS);

    const { accessToken } = await caller;

    expect(custody.accounts.isAlive(accessToken)).toBe(true);
  });
});
