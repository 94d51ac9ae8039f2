import { describe, expect, it } from '@jest/globals';

import { errorOf, until, whileTimePasses } from '../testing/outcome-of.js';
import { AGENT, HOUR, OTHER_AGENT, startCustody, startExpired } from '../testing/start-custody.js';
import { refusal } from '../testing/fake-accounts.js';
import { CustodyFigures } from './custody-figures.js';

describe('renewals of two replicas', () => {
  it('count as renewed where LiveChat was asked, and as answered where that was waited for', async () => {
    const here = await startCustody();
    const there = await startCustody({ accounts: here.accounts, clock: here.clock, folder: here.folder });
    const { grant, issued } = await here.signIn();
    const release = here.accounts.hold('POST /v2/token');

    const mine = here.tokens.renew(grant, { rejected: issued.accessToken });
    await until(() => here.accounts.refreshes.length === 1);
    const asleep = here.clock.waiting;
    const theirs = there.tokens.renew(grant, { rejected: issued.accessToken });
    await until(() => here.clock.waiting > asleep);
    release();
    await mine;
    await whileTimePasses(there, theirs);

    expect(here.accounts.refreshes).toHaveLength(1);
    expect(here.get(CustodyFigures).counts.renewals).toMatchObject({
      renewed: 1,
      answered_by_another_replica: 0,
    });
    expect(there.get(CustodyFigures).counts.renewals).toMatchObject({
      renewed: 0,
      answered_by_another_replica: 1,
    });
  });

  it('count for nobody when a caller comes late with a token that was renewed before', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    await custody.tokens.renew(grant, { rejected: issued.accessToken });

    await custody.tokens.renew(grant, { rejected: issued.accessToken });

    const { renewals } = custody.get(CustodyFigures).counts;
    expect([renewals.renewed, renewals.answered_by_another_replica]).toEqual([1, 0]);
  });
});

describe('a refresh token that LiveChat refuses', () => {
  it('counts as permanent although the access token still serves', async () => {
    const custody = await startCustody();
    const { grant } = await custody.signIn();
    await custody.clock.advance(8 * HOUR - 60_000);
    custody.accounts.answer('POST /v2/token', refusal(401, 'invalid_grant'));

    await custody.tokens.accessTokenFor(grant);
    await until(() => custody.logs.of('tokens.degraded').length === 1);

    const { counts, stored } = figuresOf(custody);
    expect(counts.renewals.permanent).toBe(1);
    expect((await stored()).grants).toMatchObject({ ok: 0, degraded: 1 });
    expect(custody.accounts.refreshes).toHaveLength(1);
  });
});

describe('a renewed pair that the database does not take', () => {
  it('is one that waits, and lies in the spool, until it is written', async () => {
    const { custody, grant } = await startExpired();
    const figures = custody.get(CustodyFigures);
    const acceptWrites = await custody.refuseWrites();
    const waiting = custody.tokens.accessTokenFor(grant);
    await until(() => custody.logs.of('tokens.renewed_pair_not_written').length === 1);
    const meanwhile = [figures.unwrittenPairs, await figures.spooledPairs(), figures.renewalsUnderWay];

    await acceptWrites();
    await whileTimePasses(custody, waiting);

    expect(meanwhile).toEqual([1, 1, 1]);
    expect([figures.unwrittenPairs, await figures.spooledPairs(), figures.renewalsUnderWay]).toEqual([
      0, 0, 0,
    ]);
    expect(figures.counts.renewals.renewed).toBe(1);
  });
});

describe('a count of what is stored', () => {
  it('is made once for all who ask at the same time, and again when the database refused', async () => {
    const custody = await startCustody();
    await custody.signIn(AGENT);
    await custody.signIn(OTHER_AGENT);
    const figures = custody.get(CustodyFigures);
    await custody.database.query('ALTER TABLE grants RENAME TO elsewhere');
    await errorOf(figures.stored());
    await custody.database.query('ALTER TABLE elsewhere RENAME TO grants');

    const [one, other] = await Promise.all([figures.stored(), figures.stored()]);

    expect(one).toBe(other);
    expect(one).toEqual({
      grants: { ok: 2, degraded: 0, reauthorization_required: 0, license_expired: 0, account_suspended: 0 },
      installations: { pending: 0, active: 1, uninstalled: 0, purged: 0 },
      pendingRevocations: 0,
    });
  });

  it('is of our own client', async () => {
    const before = await startCustody();
    await before.signIn();
    await before.close();
    const { accounts, clock, folder } = before;

    const custody = await startCustody({ accounts, clock, folder, config: { clientId: 'another' } });

    expect((await custody.get(CustodyFigures).stored()).grants.ok).toBe(0);
    expect(await custody.rows('grants')).toHaveLength(1);
  });
});

function figuresOf(custody: Awaited<ReturnType<typeof startCustody>>) {
  const figures = custody.get(CustodyFigures);
  return { counts: figures.counts, stored: () => figures.stored() };
}
