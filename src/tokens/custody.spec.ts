import { describe, expect, it } from '@jest/globals';

import { NotSignedIn } from './errors/not-signed-in.js';
import { GrantStore } from './grants/grant-store.js';
import { Installations } from './installations/installations.js';
import { refusal } from './testing/fake-accounts.js';
import { errorOf, until, whileTimePasses } from './testing/outcome-of.js';
import { AGENT, OTHER_AGENT, startCustody } from './testing/start-custody.js';

const MINUTE = 60_000;

describe('a new sign-in of the same account', () => {
  it('keeps one grant, under the same id', async () => {
    const custody = await startCustody();
    const first = await custody.signIn();
    const second = await custody.signIn();

    expect(second.grant).toEqual(first.grant);
    expect(await custody.rows('grants')).toHaveLength(1);
  });

  it('is what is handed out from then on', async () => {
    const custody = await startCustody();
    const { grant } = await custody.signIn();
    await custody.tokens.accessTokenFor(grant);
    const { issued } = await custody.signIn();

    expect((await custody.tokens.accessTokenFor(grant)).accessToken.equals(issued.accessToken)).toBe(true);
  });

  it('revokes the pair it replaces, by its refresh token', async () => {
    const custody = await startCustody();
    const first = await custody.signIn();
    const second = await custody.signIn();

    expect(custody.accounts.of('DELETE /v2/token').map(({ bearer }) => bearer)).toEqual([
      first.issued.refreshToken?.reveal(),
    ]);
    expect(custody.accounts.isAlive(second.issued.accessToken)).toBe(true);
    expect(await custody.rows('pending_revocations')).toEqual([]);
  });

  it('never revokes a refresh token that LiveChat has given again', async () => {
    const custody = await startCustody();
    const { issued } = await custody.signIn();
    const again = custody.accounts.issue(AGENT, custody.clock.now());
    await custody.tokens.save({ ...again, refreshToken: issued.refreshToken });
    await custody.clock.advance(5 * MINUTE);

    expect(custody.accounts.of('DELETE /v2/token')).toEqual([]);
    expect(await custody.rows('pending_revocations')).toEqual([]);
  });

  it('leaves one pair alive of several at once', async () => {
    const custody = await startCustody();
    const signIns = await Promise.all(Array.from({ length: 5 }, () => custody.signIn()));
    const [signedIn] = signIns;
    const { accessToken } = await custody.tokens.accessTokenFor(signedIn!.grant);

    const alive = signIns.filter(({ issued }) => custody.accounts.isAlive(issued.accessToken));

    expect(await custody.rows('grants')).toHaveLength(1);
    expect(alive).toHaveLength(1);
    expect(accessToken.equals(alive[0]!.issued.accessToken)).toBe(true);
  });

  it('heals a row that does not open any more', async () => {
    const custody = await startCustody();
    await custody.signIn();
    await custody.database.query(`UPDATE grants SET access_token = 'v1.k1.garbage'`);

    const { grant, issued } = await custody.signIn();

    expect((await custody.tokens.accessTokenFor(grant)).accessToken.equals(issued.accessToken)).toBe(true);
  });
});

describe('a sign-in whose grant is stored', () => {
  it('succeeds without its installation, which is there as soon as the database lets it', async () => {
    const custody = await startCustody();
    await custody.database.query(
      `CREATE TRIGGER full BEFORE INSERT ON installations BEGIN SELECT RAISE(FAIL, 'disk full'); END`,
    );

    const { grant, issued } = await custody.signIn();
    await custody.database.query('DROP TRIGGER full');

    expect((await custody.tokens.accessTokenFor(grant)).accessToken.equals(issued.accessToken)).toBe(true);
    expect(await custody.get(Installations).generationOf(grant.organizationId)).toBe(1);
    expect(await custody.get(Installations).grantFor(grant)).toEqual(grant);
    expect(await custody.rows('installations')).toMatchObject([{ state: 'active' }]);
  });

  it('succeeds when its installation, left before, cannot be made active at once', async () => {
    const custody = await startCustody();
    await custody.tokens.revoke((await custody.signIn()).grant);
    await custody.database.query(
      `CREATE TRIGGER full BEFORE UPDATE ON installations BEGIN SELECT RAISE(FAIL, 'disk full'); END`,
    );

    const { grant } = await custody.signIn();
    await custody.database.query('DROP TRIGGER full');

    expect(await custody.get(Installations).generationOf(grant.organizationId)).toBe(2);
    expect(await custody.get(Installations).grantFor(grant)).toEqual(grant);
  });

  it.each(['insert', 'replace'] as const)(
    'succeeds when only the answer to the %s is lost: a caller would give back a pair in use',
    async (step) => {
      const custody = await startCustody();
      if (step === 'replace') await custody.signIn();
      const store = custody.get(GrantStore);
      const done = store[step].bind(store) as (...parameters: unknown[]) => Promise<unknown>;
      Object.assign(store, {
        [step]: async (...parameters: unknown[]) => {
          await done(...parameters);
          throw new Error('connection lost');
        },
      });

      const { grant, issued } = await custody.signIn();

      const { accessToken } = await custody.tokens.accessTokenFor(grant);
      expect(accessToken.equals(issued.accessToken)).toBe(true);
    },
  );
});

describe('a sign-in that the database does not store', () => {
  it('fails, and its pair may be given back', async () => {
    const custody = await startCustody();
    await custody.database.query(
      `CREATE TRIGGER full BEFORE INSERT ON grants BEGIN SELECT RAISE(FAIL, 'disk full'); END`,
    );

    expect((await errorOf(custody.signIn())).message).toContain('disk full');
    expect(await custody.rows('grants')).toEqual([]);
    expect(await custody.rows('installations')).toEqual([]);
  });
});

describe('disconnecting', () => {
  it('deletes the grant and revokes its pair', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();

    await custody.tokens.revoke(grant);

    expect(await custody.rows('grants')).toEqual([]);
    expect(custody.accounts.isAlive(issued.accessToken)).toBe(false);
    expect(await errorOf(custody.tokens.accessTokenFor(grant))).toBeInstanceOf(NotSignedIn);
  });

  it('is done when it was done before', async () => {
    const custody = await startCustody();
    const { grant } = await custody.signIn();
    await custody.tokens.revoke(grant);

    await expect(custody.tokens.revoke(grant)).resolves.toBeUndefined();
  });

  it('touches no other tenant’s grant of that id', async () => {
    const custody = await startCustody();
    const { grant } = await custody.signIn();

    await custody.tokens.revoke({ ...grant, accountId: OTHER_AGENT.accountId });

    expect(await custody.rows('grants')).toHaveLength(1);
  });

  it('takes the access token when LiveChat does not know the refresh token', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    custody.accounts.answer('DELETE /v2/token', refusal(404, 'resource_not_found'));

    await custody.tokens.revoke(grant);

    expect(custody.accounts.of('DELETE /v2/token').map(({ bearer }) => bearer)).toEqual([
      issued.refreshToken?.reveal(),
      issued.accessToken.reveal(),
    ]);
    expect(await custody.rows('pending_revocations')).toEqual([]);
  });

  it('goes on revoking in the background while LiveChat is away, for longer and longer', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    custody.accounts.answer('DELETE /v2/token', refusal(500, 'server_error'));
    await custody.tokens.revoke(grant);
    expect(await custody.rows('pending_revocations')).toMatchObject([{ attempts: 1 }]);

    custody.accounts.heal();
    await custody.clock.advance(15_000);
    await until(async () => (await custody.rows('pending_revocations')).length === 0);

    expect(custody.accounts.isAlive(issued.accessToken)).toBe(false);
  });

  it('does not wait more than two seconds for LiveChat', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    const release = custody.accounts.hold('DELETE /v2/token');

    await whileTimePasses(custody, custody.tokens.revoke(grant), 500);

    expect(await custody.rows('pending_revocations')).toHaveLength(1);
    release();
    await until(() => !custody.accounts.isAlive(issued.accessToken));
  });

  it('is taken up again by the next start', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    custody.accounts.answer('DELETE /v2/token', refusal(500, 'server_error'));
    await custody.tokens.revoke(grant);
    await custody.close();
    custody.accounts.heal();

    await startCustody(custody);

    await until(() => !custody.accounts.isAlive(issued.accessToken));
  });

  it('leaves no token in the outbox as it is', async () => {
    const custody = await startCustody();
    const { grant } = await custody.signIn();
    custody.accounts.answer('DELETE /v2/token', refusal(500, 'server_error'));
    await custody.tokens.revoke(grant);

    expect(JSON.stringify(await custody.rows('pending_revocations'))).not.toMatch(/access-\d|refresh-\d/);
  });
});
