import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ReauthorizationRequired } from '../errors/reauthorization-required.js';
import { errorOf, until, whileTimePasses } from '../testing/outcome-of.js';
import { inDatabaseOf, spooled, spoolOf } from '../testing/spool-folder.js';
import { AGENT, startCustody } from '../testing/start-custody.js';

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

describe('a pair whose lease ran out before the database took it', () => {
  /** The pair waits for the database; meanwhile another replica took the lease over, asked LiveChat in vain, and gave up. */
  async function overtaken() {
    const custody = await startCustody();
    custody.accounts.singleUse = true;
    const { grant, issued } = await custody.signIn();
    const acceptWrites = await custody.refuseWrites();
    const caller = custody.tokens.renew(grant, { rejected: issued.accessToken });
    caller.catch(() => undefined);
    await until(() => custody.logs.of('tokens.renewed_pair_not_written').length === 1);
    return { custody, grant, acceptWrites, caller };
  }
  const GIVEN_UP = `UPDATE grants SET lease_owner = NULL, lease_until = NULL, renewal_started_at = NULL,
    health = 'reauthorization_required'`;

  it('is written all the same when nobody else has written one: it is the only one that is good', async () => {
    const { custody, grant, acceptWrites, caller } = await overtaken();
    inDatabaseOf(custody, GIVEN_UP);
    await acceptWrites();
    await custody.clock.advance(5_000);
    expect(await errorOf(caller)).toBeInstanceOf(ReauthorizationRequired);

    await custody.clock.advance(30_000);
    await until(() => custody.logs.of('tokens.spooled_pair_settled').length === 1);

    const { accessToken } = await custody.tokens.accessTokenFor(grant);
    expect(custody.accounts.isAlive(accessToken)).toBe(true);
    expect(custody.logs.of('tokens.renewed_pair_left_in_spool')).toHaveLength(1);
    expect(custody.logs.of('tokens.renewed_pair_discarded')).toEqual([]);
    expect(spooled(custody)).toEqual([]);
  });

  it('is written already when the other replica took it from the spool', async () => {
    const { custody, acceptWrites, caller } = await overtaken();
    const [file = ''] = spooled(custody);
    const { pair } = JSON.parse(readFileSync(join(spoolOf(custody), file), 'utf8'));
    await acceptWrites();
    inDatabaseOf(
      custody,
      `UPDATE grants SET access_token = '${pair.accessToken}', refresh_token = '${pair.refreshToken}',
        expires_at = ${pair.expiresAt}, generation = generation + 1, lease_owner = NULL`,
    );

    await custody.clock.advance(5_000);

    expect(custody.accounts.isAlive((await whileTimePasses(custody, caller)).accessToken)).toBe(true);
    expect(spooled(custody)).toEqual([]);
    expect(custody.logs.of('tokens.renewed_pair_discarded')).toEqual([]);
    expect(await custody.rows('pending_revocations')).toEqual([]);
  });
});
