import { describe, expect, it } from '@jest/globals';

import { errorOf, until, whileTimePasses } from '../testing/outcome-of.js';
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
