import { describe, expect, it } from '@jest/globals';

import { until } from '../testing/outcome-of.js';
import { AGENT, HOUR, startCustody, startExpired } from '../testing/start-custody.js';
import { statementsDuring } from '../testing/statements.js';

describe('a renewed pair', () => {
  it('works with single-use refresh tokens, one renewal after the other', async () => {
    const { custody, grant } = await startExpired();
    custody.accounts.singleUse = true;

    const first = await custody.tokens.accessTokenFor(grant);
    const second = await custody.tokens.renew(grant, { rejected: first.accessToken });

    expect(custody.accounts.isAlive(second.accessToken)).toBe(true);
    expect(new Set(custody.accounts.refreshes.map(({ form }) => form.refresh_token)).size).toBe(2);
  });

  it('keeps the refresh token when LiveChat sends none', async () => {
    const { custody, grant, issued } = await startExpired();
    custody.accounts.answerFields = { refresh_token: undefined };
    const first = await custody.tokens.accessTokenFor(grant);

    await custody.tokens.renew(grant, { rejected: first.accessToken });

    expect(custody.accounts.refreshes.map(({ form }) => form.refresh_token)).toEqual([
      issued.refreshToken?.reveal(),
      issued.refreshToken?.reveal(),
    ]);
  });

  it('lives eight hours from the question when LiveChat does not say how long', async () => {
    const { custody, grant } = await startExpired();
    custody.accounts.answerFields = { expires_in: undefined };
    const asked = custody.clock.now();

    await custody.tokens.accessTokenFor(grant);

    expect((await custody.tokens.summary(grant)).expiresAt).toBe(asked + 8 * HOUR);
  });

  it.each([
    [0, 8 * HOUR],
    [-1, 8 * HOUR],
    ['soon', 8 * HOUR],
    [true, 8 * HOUR],
    [{}, 8 * HOUR],
    ['28800.0', 8 * HOUR],
    ['3600', HOUR],
    [1e12, 30 * 24 * HOUR],
  ])('is kept when LiveChat says that it lives %j seconds', async (expires_in, lifetimeMs) => {
    const { custody, grant } = await startExpired();
    custody.accounts.singleUse = true;
    custody.accounts.answerFields = { expires_in };
    const asked = custody.clock.now();

    const { accessToken } = await custody.tokens.accessTokenFor(grant);

    expect(custody.accounts.isAlive(accessToken)).toBe(true);
    expect((await custody.tokens.summary(grant)).expiresAt).toBe(asked + lifetimeMs);
  });

  it.each([
    [
      ['customers:ro', 'chats--all:rw'],
      ['customers:ro', 'chats--all:rw'],
    ],
    [
      [1, 2],
      ['chats--all:ro', 'customers:ro'],
    ],
    [[], ['chats--all:ro', 'customers:ro']],
    [42, ['chats--all:ro', 'customers:ro']],
    [' , ', ['chats--all:ro', 'customers:ro']],
  ])('is kept when its scope is %j', async (scope, scopes) => {
    const { custody, grant } = await startExpired();
    custody.accounts.answerFields = { scope };

    await custody.tokens.accessTokenFor(grant);

    expect((await custody.tokens.summary(grant)).scopes).toEqual(scopes);
  });

  it.each([42, {}, [], false])('keeps the refresh token when LiveChat sends %j for one', async (odd) => {
    const { custody, grant, issued } = await startExpired();
    custody.accounts.answerFields = { refresh_token: odd };

    const { accessToken } = await custody.tokens.accessTokenFor(grant);
    await custody.tokens.renew(grant, { rejected: accessToken });

    expect(custody.accounts.refreshes.at(-1)?.form.refresh_token).toBe(issued.refreshToken?.reveal());
  });

  it('is kept when it has an odd token type and odd ids', async () => {
    const { custody, grant } = await startExpired();
    custody.accounts.answerFields = { token_type: 7, organization_id: 1, account_id: ['x'] };

    const { accessToken } = await custody.tokens.accessTokenFor(grant);

    expect(custody.accounts.isAlive(accessToken)).toBe(true);
  });

  it('is the grant’s when LiveChat writes the ids in upper case', async () => {
    const { custody, grant } = await startExpired();
    custody.accounts.answerFields = {
      organization_id: AGENT.organizationId.toUpperCase(),
      account_id: AGENT.accountId.toUpperCase(),
    };

    const { accessToken } = await custody.tokens.accessTokenFor(grant);

    expect(custody.accounts.isAlive(accessToken)).toBe(true);
  });

  it('has the scopes of its own answer', async () => {
    const { custody, grant } = await startExpired();
    custody.accounts.scope = 'customers:ro';

    await custody.tokens.accessTokenFor(grant);

    expect((await custody.tokens.summary(grant)).scopes).toEqual(['customers:ro']);
  });

  it('is renewed, not handed out, when it has expired by the time that it could be written', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    custody.accounts.answerFields = { expires_in: 10 };
    const acceptWrites = await custody.refuseWrites();
    const caller = custody.tokens.renew(grant, { rejected: issued.accessToken });
    await until(() => custody.logs.of('tokens.renewed_pair_not_written').length === 1);
    await custody.clock.advance(10_000);
    custody.accounts.answerFields = {};
    await acceptWrites();
    await custody.clock.advance(5_000); // the longest pause between two attempts to write it

    // In small steps: the deadline of the caller is by this clock, and LiveChat answers over real HTTP.
    await until(async () => {
      await custody.clock.advance(10);
      return custody.accounts.refreshes.length === 2;
    });
    await caller;

    expect((await custody.tokens.summary(grant)).expiresAt).toBeGreaterThan(custody.clock.now());
    expect(custody.accounts.refreshes).toHaveLength(2);
  });

  it('is written by the statement that gives the lease back', async () => {
    const { custody, grant } = await startExpired();

    const statements = await statementsDuring(custody.database, () => custody.tokens.accessTokenFor(grant));

    const writes = statements.map(({ sql }) => sql).filter((sql) => sql.startsWith('UPDATE "grants"'));
    expect(writes).toEqual([
      expect.stringContaining('SET "lease_owner"'),
      expect.stringContaining('SET "renewal_started_at"'),
      expect.stringContaining('SET "access_token"'),
    ]);
    expect(await custody.rows('grants')).toMatchObject([{ lease_owner: null, lease_until: null }]);
  });

  it('is logged without a token', async () => {
    const { custody, grant, issued } = await startExpired();
    const { accessToken } = await custody.tokens.accessTokenFor(grant);

    expect(custody.logs.of('tokens.renewed')).toHaveLength(1);
    for (const secret of [accessToken, issued.accessToken, issued.refreshToken!]) {
      expect(custody.logs.texts.join('\n')).not.toContain(secret.reveal());
    }
  });
});
