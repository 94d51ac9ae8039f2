import { describe, expect, it } from '@jest/globals';

import { RenewalUnavailable } from '../errors/renewal-unavailable.js';
import { errorOf, until } from '../testing/outcome-of.js';
import { startCustody } from '../testing/start-custody.js';
import { accessToken } from '../token-values.js';
import { GrantObservations } from './grant-observations.js';

describe('what LiveChat’s answers tell', () => {
  it.each([
    ['license_expired', 'license_expired'],
    ['requester_suspended', 'account_suspended'],
  ])('%s makes a grant %s until an answer passes', async (errorType, health) => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    await custody.tokens.accessTokenFor(grant);

    custody.tokens.observe(grant, { errorType });
    await until(async () => (await custody.tokens.summary(grant)).health === health);
    custody.tokens.observe(grant, { accepted: issued.accessToken });

    await until(async () => (await custody.tokens.summary(grant)).health === 'ok');
  });

  it('a success that comes while the refusal before it is being written counts', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    await custody.tokens.accessTokenFor(grant);

    custody.tokens.observe(grant, { errorType: 'license_expired' });
    custody.tokens.observe(grant, { accepted: issued.accessToken });
    await custody.get(GrantObservations).settled();

    expect(await custody.tokens.summary(grant)).toMatchObject({ health: 'ok' });
  });

  it('a success counts when the grant has just been dropped from memory', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    await custody.tokens.accessTokenFor(grant);
    custody.tokens.observe(grant, { errorType: 'license_expired' });
    await custody.get(GrantObservations).settled();

    custody.tokens.observe(grant, { accepted: issued.accessToken });
    await custody.get(GrantObservations).settled();

    expect(await custody.tokens.summary(grant)).toMatchObject({ health: 'ok' });
  });

  it('leaves the health of the last answer, however closely they follow each other', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    await custody.tokens.accessTokenFor(grant);

    for (let turn = 0; turn < 3; turn += 1) {
      custody.tokens.observe(grant, { errorType: 'license_expired' });
      custody.tokens.observe(grant, { accepted: issued.accessToken });
    }
    custody.tokens.observe(grant, { errorType: 'requester_suspended' });
    custody.tokens.observe(grant, { region: 'fra' });
    await custody.get(GrantObservations).settled();

    expect(await custody.tokens.summary(grant)).toMatchObject({ health: 'account_suspended', region: 'fra' });
  });

  it('is written once, however many calls side by side saw it', async () => {
    const custody = await startCustody();
    const { grant } = await custody.signIn();
    await custody.tokens.accessTokenFor(grant);

    for (let call = 0; call < 20; call += 1) custody.tokens.observe(grant, { errorType: 'license_expired' });
    await custody.get(GrantObservations).settled();

    expect(custody.logs.of('tokens.health_changed')).toHaveLength(1);
  });

  it('never revives a grant that is dead', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    custody.accounts.forget(grant);
    await errorOf(custody.tokens.renew(grant, { rejected: issued.accessToken }));

    custody.tokens.observe(grant, { errorType: 'license_expired' });
    custody.tokens.observe(grant, { accepted: issued.accessToken });
    await custody.get(GrantObservations).settled();

    expect(await custody.tokens.summary(grant)).toMatchObject({ health: 'reauthorization_required' });
  });

  it('says nothing of the grant when it is about the call', async () => {
    const custody = await startCustody();
    const { grant } = await custody.signIn();

    custody.tokens.observe(grant, { errorType: 'validation' });
    custody.tokens.observe(grant, { errorType: 'authorization' });

    expect(await custody.tokens.summary(grant)).toMatchObject({ health: 'ok' });
  });

  it('remembers the region that LiveChat names', async () => {
    const custody = await startCustody();
    const { grant } = await custody.signIn();
    expect((await custody.tokens.accessTokenFor(grant)).region).toBe('dal');

    custody.tokens.observe(grant, { region: 'fra' });

    await until(async () => (await custody.tokens.accessTokenFor(grant)).region === 'fra');
    expect(await custody.rows('grants')).toMatchObject([{ region: 'fra' }]);
  });

  it.each(['FRA', 'fra.evil.example', 'a\r\nb', '', 'x'.repeat(33)])(
    'does not take %j for a region',
    async (region) => {
      const custody = await startCustody();
      const { grant } = await custody.signIn();

      custody.tokens.observe(grant, { region });

      expect((await custody.tokens.accessTokenFor(grant)).region).toBe('dal');
    },
  );

  it('never fails, even when the database does', async () => {
    const custody = await startCustody();
    const { grant } = await custody.signIn();
    await custody.database.query('DROP TABLE grants');

    custody.tokens.observe(grant, { region: 'fra' });

    await until(() => custody.logs.of('tokens.observation_not_written').length === 1);
  });
});

describe('a renewed token that LiveChat refuses again', () => {
  async function renewedInVain() {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    const renewed = await custody.tokens.renew(grant, { rejected: issued.accessToken });
    custody.tokens.observe(grant, { rejectedAfterRenewal: renewed.accessToken });
    return { custody, grant, renewed: renewed.accessToken };
  }

  it('is not renewed with every request', async () => {
    const { custody, grant, renewed } = await renewedInVain();

    const error = await errorOf(custody.tokens.renew(grant, { rejected: renewed }));

    expect(error).toBeInstanceOf(RenewalUnavailable);
    expect(custody.accounts.refreshes).toHaveLength(1);
  });

  it('is renewed after the pause, and each pause is longer', async () => {
    const { custody, grant, renewed } = await renewedInVain();
    await custody.clock.advance(1_000);
    const second = await custody.tokens.renew(grant, { rejected: renewed });
    custody.tokens.observe(grant, { rejectedAfterRenewal: second.accessToken });
    await custody.clock.advance(1_000);

    expect(await errorOf(custody.tokens.renew(grant, { rejected: second.accessToken }))).toMatchObject({
      headers: { 'retry-after': '1' },
    });
    await custody.clock.advance(1_000);
    await custody.tokens.renew(grant, { rejected: second.accessToken });
    expect(custody.accounts.refreshes).toHaveLength(3);
  });

  it('counts once for calls that ran side by side', async () => {
    const { custody, grant, renewed } = await renewedInVain();
    for (let call = 0; call < 50; call += 1) {
      custody.tokens.observe(grant, { rejectedAfterRenewal: renewed });
    }
    await custody.clock.advance(1_000);

    await custody.tokens.renew(grant, { rejected: renewed });

    expect(custody.accounts.refreshes).toHaveLength(2);
  });

  it('is not forgiven because LiveChat accepts it for another call', async () => {
    const { custody, grant, renewed } = await renewedInVain();
    custody.tokens.observe(grant, { accepted: renewed });

    const error = await errorOf(custody.tokens.renew(grant, { rejected: renewed }));

    expect(error).toBeInstanceOf(RenewalUnavailable);
    expect(custody.accounts.refreshes).toHaveLength(1);
    expect((await custody.tokens.accessTokenFor(grant)).accessToken.equals(renewed)).toBe(true); // for that other call
  });

  it('is not handed out when LiveChat has accepted it for no call', async () => {
    const { custody, grant, renewed } = await renewedInVain();
    await errorOf(custody.tokens.renew(grant, { rejected: renewed }));

    expect(await errorOf(custody.tokens.accessTokenFor(grant))).toBeInstanceOf(RenewalUnavailable);
  });

  it('does not keep its grant from being renewed when it runs out', async () => {
    const { custody, grant } = await renewedInVain();
    await custody.clock.jump(8 * 3_600_000 + 1);
    custody.tokens.observe(grant, {
      rejectedAfterRenewal: (await custody.tokens.accessTokenFor(grant)).accessToken,
    });
    await custody.clock.jump(8 * 3_600_000 + 1);

    await custody.tokens.accessTokenFor(grant);

    expect(custody.accounts.refreshes).toHaveLength(3);
  });

  it('is renewed more rarely also when nobody says that it was refused again', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    let rejected = issued.accessToken;
    const renew = async () => {
      rejected = (await custody.tokens.renew(grant, { rejected })).accessToken;
    };

    await renew();
    await renew();
    const third = await errorOf(renew());
    await custody.clock.advance(1_000);
    await renew();
    await custody.clock.advance(120_000);
    await renew();
    await renew();

    expect(third).toBeInstanceOf(RenewalUnavailable);
    expect(custody.accounts.refreshes).toHaveLength(5);
  });

  it('does not count when the token is an older one', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    await custody.tokens.accessTokenFor(grant);
    custody.tokens.observe(grant, { rejectedAfterRenewal: accessToken('an older one') });

    await custody.tokens.renew(grant, { rejected: issued.accessToken });

    expect(custody.accounts.refreshes).toHaveLength(1);
  });
});
