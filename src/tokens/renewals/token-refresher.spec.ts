import { describe, expect, it } from '@jest/globals';

import { RenewalUnavailable } from '../errors/renewal-unavailable.js';
import { errorOf, until, whileTimePasses } from '../testing/outcome-of.js';
import { AGENT, OTHER_AGENT, startCustody } from '../testing/start-custody.js';

describe('renewing a rejected token', () => {
  it('asks LiveChat once for a hundred callers who were all rejected', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();

    const tokens = await Promise.all(
      Array.from({ length: 100 }, () => custody.tokens.renew(grant, { rejected: issued.accessToken })),
    );

    expect(new Set(tokens.map(({ accessToken }) => accessToken.reveal())).size).toBe(1);
    expect(custody.accounts.refreshes).toHaveLength(1);
  });

  it('asks nobody when the stored token is another by now', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    const renewed = await custody.tokens.renew(grant, { rejected: issued.accessToken });

    const late = await custody.tokens.renew(grant, { rejected: issued.accessToken });

    expect(late.accessToken.equals(renewed.accessToken)).toBe(true);
    expect(custody.accounts.refreshes).toHaveLength(1);
  });

  it('goes round again for a caller who joins a renewal that ends with the very token it was refused with', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    const second = await custody.tokens.renew(grant, { rejected: issued.accessToken });

    const [late, rejected] = await Promise.all([
      custody.tokens.renew(grant, { rejected: issued.accessToken }),
      custody.tokens.renew(grant, { rejected: second.accessToken }),
    ]);

    expect(rejected.accessToken.equals(second.accessToken)).toBe(false);
    expect(late.accessToken.equals(rejected.accessToken)).toBe(true);
    expect(custody.accounts.refreshes).toHaveLength(2);
  });

  it('does not make other grants wait', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn(AGENT);
    const other = await custody.signIn(OTHER_AGENT);
    const release = custody.accounts.hold('POST /v2/token');
    const held = custody.tokens.renew(grant, { rejected: issued.accessToken });
    await until(() => custody.accounts.refreshes.length === 1);

    const { accessToken } = await custody.tokens.accessTokenFor(other.grant);

    expect(accessToken.equals(other.issued.accessToken)).toBe(true);
    release();
    await held;
  });

  it('gives up waiting after twenty seconds, while the renewal goes on', async () => {
    const custody = await startCustody({ config: { tokenEndpointTimeoutMs: 25_000 } });
    const { grant, issued } = await custody.signIn();
    const release = custody.accounts.hold('POST /v2/token');
    const waiting = errorOf(custody.tokens.renew(grant, { rejected: issued.accessToken }));
    await until(() => custody.accounts.refreshes.length === 1);

    expect(await whileTimePasses(custody, waiting, 5_000)).toBeInstanceOf(RenewalUnavailable);

    release();
    const { accessToken } = await custody.tokens.renew(grant, { rejected: issued.accessToken });
    expect(custody.accounts.isAlive(accessToken)).toBe(true);
    expect(custody.accounts.refreshes).toHaveLength(1);
  });

  it('turns a database that fails into 503, without asking LiveChat', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    await custody.database.query(
      `CREATE TRIGGER locked BEFORE UPDATE ON grants BEGIN SELECT RAISE(FAIL, 'read-only'); END`,
    );

    const error = await errorOf(custody.tokens.renew(grant, { rejected: issued.accessToken }));

    expect(error).toBeInstanceOf(RenewalUnavailable);
    expect(custody.accounts.refreshes).toEqual([]);
  });
});

describe('renewing ahead of time', () => {
  it('happens in the background within five minutes of expiry, and hands out the old token meanwhile', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn(AGENT, 290_000);

    const meanwhile = await custody.tokens.accessTokenFor(grant);
    await until(() => custody.logs.of('tokens.renewed').length === 1);
    const after = await custody.tokens.accessTokenFor(grant);

    expect(meanwhile.accessToken.equals(issued.accessToken)).toBe(true);
    expect(after.accessToken.equals(issued.accessToken)).toBe(false);
  });

  it('does not happen for grants nobody uses', async () => {
    const custody = await startCustody();
    await custody.signIn(AGENT, 290_000);

    await custody.clock.advance(600_000);

    expect(custody.accounts.refreshes).toEqual([]);
  });

  it('does not repeat itself for tokens that live no longer than the window', async () => {
    const custody = await startCustody();
    const { grant } = await custody.signIn(AGENT, 60_000);
    custody.accounts.answerFields = { expires_in: 60 };
    await custody.tokens.accessTokenFor(grant);
    await until(() => custody.logs.of('tokens.renewed').length === 1);

    for (let call = 0; call < 20; call += 1) await custody.tokens.accessTokenFor(grant);
    await custody.clock.advance(29_000);
    await custody.tokens.accessTokenFor(grant);
    expect(custody.accounts.refreshes).toHaveLength(1);

    await custody.clock.advance(1_000);
    await custody.tokens.accessTokenFor(grant);
    await until(() => custody.logs.of('tokens.renewed').length === 2);
  });

  it('leaves the old token in use when it fails', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn(AGENT, 60_000);
    custody.accounts.answer('POST /v2/token', { status: 500, body: {} });
    await custody.tokens.accessTokenFor(grant);
    await until(() => custody.logs.of('tokens.renewal_failed').length === 1);

    const { accessToken } = await custody.tokens.accessTokenFor(grant);

    expect(accessToken.equals(issued.accessToken)).toBe(true);
    expect(custody.accounts.refreshes).toHaveLength(1);
  });
});

describe('two replicas on one database', () => {
  it('renew once between them', async () => {
    const here = await startCustody();
    const there = await startCustody({ accounts: here.accounts, clock: here.clock, folder: here.folder });
    here.accounts.singleUse = true;
    const { grant, issued } = await here.signIn();
    const release = here.accounts.hold('POST /v2/token');

    const mine = here.tokens.renew(grant, { rejected: issued.accessToken });
    await until(() => here.accounts.refreshes.length === 1);
    const theirs = there.tokens.renew(grant, { rejected: issued.accessToken });
    release();
    const { accessToken } = await mine;

    expect((await whileTimePasses(there, theirs)).accessToken.equals(accessToken)).toBe(true);
    expect(here.accounts.refreshes).toHaveLength(1);
  });

  it('do not overtake each other while LiveChat thinks for longer than a lease lasts', async () => {
    const here = await startCustody();
    const there = await startCustody({ accounts: here.accounts, clock: here.clock, folder: here.folder });
    const { grant, issued } = await here.signIn();
    const release = here.accounts.hold('POST /v2/token');
    const mine = errorOf(here.tokens.renew(grant, { rejected: issued.accessToken }));
    await until(() => here.accounts.refreshes.length === 1);
    await here.clock.advance(45_000);

    const theirs = errorOf(there.tokens.renew(grant, { rejected: issued.accessToken }));

    expect(await whileTimePasses(there, theirs)).toBeInstanceOf(RenewalUnavailable);
    expect(here.accounts.refreshes).toHaveLength(1);
    release();
    await mine;
  });

  it('take over from one that died, once its lease has run out', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    await custody.database.query(
      `UPDATE grants SET lease_owner = 'dead', lease_until = ${custody.clock.now() + 5_000}`,
    );
    const waiting = custody.tokens.renew(grant, { rejected: issued.accessToken });
    await custody.clock.advance(4_900);
    expect(custody.accounts.refreshes).toEqual([]);

    const { accessToken } = await whileTimePasses(custody, waiting);

    expect(custody.accounts.isAlive(accessToken)).toBe(true);
  });

  it('notice what the other wrote', async () => {
    const here = await startCustody();
    const there = await startCustody({ accounts: here.accounts, clock: here.clock, folder: here.folder });
    const { grant, issued } = await here.signIn();
    await there.tokens.accessTokenFor(grant);
    const renewed = await here.tokens.renew(grant, { rejected: issued.accessToken });
    await here.clock.advance(1_000);

    expect((await there.tokens.accessTokenFor(grant)).accessToken.equals(renewed.accessToken)).toBe(true);
  });
});
