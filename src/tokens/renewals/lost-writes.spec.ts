import { describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { GrantStore } from '../grants/grant-store.js';
import { RenewalUnavailable } from '../errors/renewal-unavailable.js';
import { errorOf, until, whileTimePasses } from '../testing/outcome-of.js';
import { WRITE_RETRY_FIRST_MS } from '../timings.js';
import { AGENT, type RunningCustody, startCustody } from '../testing/start-custody.js';

const spoolOf = ({ folder }: RunningCustody): string => join(folder, 'spool');
const spooled = (custody: RunningCustody): string[] => {
  try {
    return readdirSync(spoolOf(custody)).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
};

function inDatabaseOf({ folder }: RunningCustody, statement: string): void {
  const database = new Database(join(folder, 'test.sqlite'));
  database.exec(statement);
  database.close();
}

/** A process that got a new pair from LiveChat, could not write it, and stopped. Its database is in order again. */
async function stoppedBeforeTheWrite() {
  const stopped = await startCustody();
  stopped.accounts.singleUse = true;
  const { grant, issued } = await stopped.signIn();
  await stopped.refuseWrites();
  const caller = errorOf(stopped.tokens.renew(grant, { rejected: issued.accessToken }));
  await until(() => stopped.logs.of('tokens.renewed_pair_not_written').length === 1);
  await stopped.close();
  expect(await caller).toBeInstanceOf(RenewalUnavailable);

  inDatabaseOf(stopped, 'DROP TRIGGER full');
  const { accounts, clock, folder } = stopped;
  return { stopped, grant, issued, next: { accounts, clock, folder } };
}

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

describe('the next start', () => {
  it('writes the pair that the process before could not', async () => {
    const { grant, issued, next } = await stoppedBeforeTheWrite();

    const custody = await startCustody(next);
    const { accessToken } = await custody.tokens.accessTokenFor(grant);

    expect(accessToken.equals(issued.accessToken)).toBe(false);
    expect(custody.accounts.isAlive(accessToken)).toBe(true);
    expect(custody.accounts.refreshes).toHaveLength(1);
    expect(spooled(custody)).toEqual([]);
  });

  it('revokes the pair when the agent has signed in since', async () => {
    const { grant, next, stopped } = await stoppedBeforeTheWrite();
    const files = spooled(stopped).map((name) => [name, readFileSync(join(spoolOf(stopped), name))] as const);
    const between = await startCustody(next);
    const { issued } = await between.signIn();
    await between.close();
    mkdirSync(spoolOf(stopped), { recursive: true });
    for (const [name, content] of files) writeFileSync(join(spoolOf(stopped), name), content);

    const custody = await startCustody(next);
    await until(() => custody.logs.of('tokens.spooled_pair_settled').length === 1);

    const { accessToken } = await custody.tokens.accessTokenFor(grant);
    expect(accessToken.equals(issued.accessToken)).toBe(true);
    expect(custody.logs.of('tokens.spooled_pair_settled')).toMatchObject([{ isWritten: false }]);
  });

  it('leaves the files of other databases alone', async () => {
    const { next, stopped } = await stoppedBeforeTheWrite();
    rmSync(join(stopped.folder, 'test.sqlite'));

    const custody = await startCustody(next);

    expect(spooled(custody)).toHaveLength(1);
  });

  it('leaves a file it cannot read, and says so', async () => {
    const { next, stopped } = await stoppedBeforeTheWrite();
    const [file = ''] = spooled(stopped);
    writeFileSync(join(spoolOf(stopped), file), 'half a fi');

    const custody = await startCustody(next);

    expect(spooled(custody)).toEqual([file]);
    expect(custody.logs.of('tokens.spool_file_unreadable')).toHaveLength(1);
  });

  it('renews a grant whose renewal began and never ended', async () => {
    const before = await startCustody();
    const { grant, issued } = await before.signIn();
    await before.database.query(
      `UPDATE grants SET renewal_started_at = 1, lease_owner = 'dead', lease_until = ${before.clock.now() + 30_000}`,
    );
    await before.close();

    const custody = await startCustody(before);
    await until(() => custody.logs.of('tokens.renewed').length === 1);

    const { accessToken } = await custody.tokens.accessTokenFor(grant);
    expect(accessToken.equals(issued.accessToken)).toBe(false);
  });

  it('finds out that a single-use refresh token was lost, while the access token still works', async () => {
    const before = await startCustody();
    const { grant, issued } = await before.signIn();
    await before.database.query('UPDATE grants SET renewal_started_at = 1');
    await before.close();
    before.accounts.answer('POST /v2/token', { status: 401, body: { error: 'invalid_grant' } });

    const custody = await startCustody(before);
    await until(async () => (await custody.tokens.summary(grant)).health === 'degraded');

    const { accessToken } = await custody.tokens.accessTokenFor(grant);
    expect(accessToken.equals(issued.accessToken)).toBe(true);
  });
});

describe('the next owner of a lease', () => {
  it('takes the pair that a dead replica left in a folder both can read, and does not ask LiveChat', async () => {
    const { grant, issued, stopped, next } = await stoppedBeforeTheWrite();
    const files = spooled(stopped).map((name) => [name, readFileSync(join(spoolOf(stopped), name))] as const);
    rmSync(spoolOf(stopped), { recursive: true });
    inDatabaseOf(stopped, 'UPDATE grants SET renewal_started_at = NULL');
    const replica = await startCustody(next);
    inDatabaseOf(stopped, 'UPDATE grants SET renewal_started_at = 1');
    mkdirSync(spoolOf(stopped));
    for (const [name, content] of files) writeFileSync(join(spoolOf(stopped), name), content);

    const { accessToken } = await replica.tokens.renew(grant, { rejected: issued.accessToken });

    expect(replica.accounts.isAlive(accessToken)).toBe(true);
    expect(replica.accounts.refreshes).toHaveLength(1);
    expect(spooled(replica)).toEqual([]);
  });
});

describe('a renewal that ends too late', () => {
  it('loses against a sign-in, and its pair is revoked', async () => {
    const custody = await startCustody();
    custody.accounts.singleUse = true;
    const { grant, issued } = await custody.signIn();
    const release = custody.accounts.hold('POST /v2/token');
    const caller = custody.tokens.renew(grant, { rejected: issued.accessToken });
    await until(() => custody.accounts.refreshes.length === 1);
    const again = await custody.signIn();
    // The sign-in revoked the pair; LiveChat had taken the refresh before that.
    custody.accounts.answer('DELETE /v2/token', { status: 200, body: {} });
    custody.accounts.answerFields = { access_token: 'dal:late', refresh_token: 'late' };
    custody.accounts.revive(issued, AGENT);
    release();
    await until(() => custody.logs.of('tokens.renewed_pair_discarded').length === 1);

    const { accessToken } = await whileTimePasses(custody, caller);

    expect(accessToken.equals(again.issued.accessToken)).toBe(true);
    await until(() => custody.accounts.of('DELETE /v2/token').some(({ bearer }) => bearer === 'late'));
  });

  it('loses against a disconnect, and its pair is revoked', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    const release = custody.accounts.hold('POST /v2/token');
    const caller = errorOf(custody.tokens.renew(grant, { rejected: issued.accessToken }));
    await until(() => custody.accounts.refreshes.length === 1);
    await custody.tokens.revoke(grant);
    custody.accounts.revive(issued, AGENT);
    custody.accounts.answerFields = { access_token: 'dal:late', refresh_token: 'late' };
    release();
    await until(() => custody.logs.of('tokens.renewed_pair_discarded').length === 1);

    expect(await whileTimePasses(custody, caller)).toMatchObject({ code: 'tokens.not_signed_in' });
    expect(await custody.rows('grants')).toEqual([]);
    await until(() => custody.accounts.of('DELETE /v2/token').some(({ bearer }) => bearer === 'late'));
  });
});

describe('a process that stops', () => {
  it('waits for the renewal under way', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    const release = custody.accounts.hold('POST /v2/token');
    const caller = custody.tokens.renew(grant, { rejected: issued.accessToken });
    await until(() => custody.accounts.refreshes.length === 1);

    const closed = custody.close();
    release();
    await closed;

    const { accessToken } = await caller;
    const next = await startCustody(custody);
    expect((await next.tokens.accessTokenFor(grant)).accessToken.equals(accessToken)).toBe(true);
  });

  it('waits for the revocation under way', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    const release = custody.accounts.hold('DELETE /v2/token');
    const revoked = custody.tokens.revoke(grant);
    await until(() => custody.accounts.of('DELETE /v2/token').length === 1);

    const closed = custody.close();
    release();
    await Promise.all([closed, revoked]);

    expect(custody.accounts.isAlive(issued.accessToken)).toBe(false);
    const next = await startCustody(custody);
    expect(await next.rows('pending_revocations')).toEqual([]);
  });

  it('does not wait for ever', async () => {
    const custody = await startCustody({ config: { tokenEndpointTimeoutMs: 25_000 } });
    const { grant, issued } = await custody.signIn();
    const release = custody.accounts.hold('POST /v2/token');
    const caller = errorOf(custody.tokens.renew(grant, { rejected: issued.accessToken }));
    await until(() => custody.accounts.refreshes.length === 1);

    await whileTimePasses(custody, custody.close(), 1_000);

    expect(custody.logs.of('tokens.stopped_with_work_under_way')).toHaveLength(1);
    release();
    await caller;
  });
});
