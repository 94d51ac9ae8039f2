import { describe, expect, it } from '@jest/globals';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ReauthorizationRequired } from '../errors/reauthorization-required.js';
import { RenewalUnavailable } from '../errors/renewal-unavailable.js';
import { errorOf, until } from '../testing/outcome-of.js';
import { inDatabaseOf, spooled, spoolOf } from '../testing/spool-folder.js';
import { REFUSE_WRITES, startCustody } from '../testing/start-custody.js';

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

  it('hands the pair out as soon as it is written, though the grant was taken for dead until then', async () => {
    const { grant, next, stopped } = await stoppedBeforeTheWrite();
    inDatabaseOf(stopped, REFUSE_WRITES);
    inDatabaseOf(stopped, `UPDATE grants SET health = 'reauthorization_required', renewal_started_at = NULL`);
    const custody = await startCustody(next);
    inDatabaseOf(stopped, 'DROP TRIGGER full');
    await custody.clock.advance(1_000); // hears of that
    expect(await errorOf(custody.tokens.accessTokenFor(grant))).toBeInstanceOf(ReauthorizationRequired);

    await custody.clock.advance(30_000);
    await until(() => custody.logs.of('tokens.spooled_pair_settled').length === 1);

    const { accessToken } = await custody.tokens.accessTokenFor(grant);
    expect(custody.accounts.isAlive(accessToken)).toBe(true);
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
