import { describe, expect, it } from '@jest/globals';

import { FixConfiguration } from './errors/fix-configuration.js';
import { NotSignedIn } from './errors/not-signed-in.js';
import { RenewalUnavailable } from './errors/renewal-unavailable.js';
import { refusal } from './testing/fake-accounts.js';
import { errorOf } from './testing/outcome-of.js';
import { AGENT, HOUR, startCustody } from './testing/start-custody.js';
import { accessToken } from './token-values.js';

describe('an access token for a grant', () => {
  it('is the stored one while it is fresh, without asking anybody', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    await custody.tokens.accessTokenFor(grant);
    await custody.database.query('DELETE FROM grants');

    const { accessToken } = await custody.tokens.accessTokenFor(grant);

    expect(accessToken.equals(issued.accessToken)).toBe(true);
    expect(custody.accounts.seen).toEqual([]);
  });

  it('is a renewed one when the stored one has expired', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    await custody.clock.advance(9 * HOUR);

    const { accessToken } = await custody.tokens.accessTokenFor(grant);

    expect(accessToken.equals(issued.accessToken)).toBe(false);
    expect(custody.accounts.refreshes).toHaveLength(1);
  });

  it('comes from one renewal when a hundred callers meet an expired one', async () => {
    const custody = await startCustody();
    const { grant } = await custody.signIn();
    await custody.clock.advance(9 * HOUR);

    const tokens = await Promise.all(Array.from({ length: 100 }, () => custody.tokens.accessTokenFor(grant)));

    expect(new Set(tokens.map(({ accessToken }) => accessToken.reveal())).size).toBe(1);
    expect(custody.accounts.refreshes).toHaveLength(1);
  });

  it('is not given for another tenant than the grant’s', async () => {
    const custody = await startCustody();
    const { grant } = await custody.signIn();
    await custody.tokens.accessTokenFor(grant);

    const stranger = { ...grant, organizationId: '22222222-2222-4222-8222-222222222222' };

    await expect(custody.tokens.accessTokenFor(stranger)).rejects.toThrow(NotSignedIn);
  });

  it('names the region in front of the token', async () => {
    const custody = await startCustody();
    const { grant } = await custody.signIn(AGENT);

    expect((await custody.tokens.accessTokenFor(grant)).region).toBe('dal');
  });
});

describe('an access token that LiveChat rejected', () => {
  async function rejectedInVain() {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    custody.accounts.answer('POST /v2/token', refusal(500, 'server_error'));
    await errorOf(custody.tokens.renew(grant, { rejected: issued.accessToken }));
    return { custody, grant, rejected: issued.accessToken };
  }

  it('is not given out while its renewal fails', async () => {
    const { custody, grant } = await rejectedInVain();

    expect(await errorOf(custody.tokens.accessTokenFor(grant))).toBeInstanceOf(RenewalUnavailable);
    expect(custody.accounts.refreshes).toHaveLength(1);
  });

  it('is not the answer for a caller who was rejected with an older one either', async () => {
    const { custody, grant } = await rejectedInVain();

    const error = await errorOf(custody.tokens.renew(grant, { rejected: accessToken('an older one') }));

    expect(error).toBeInstanceOf(RenewalUnavailable);
    expect(await errorOf(custody.tokens.accessTokenFor(grant))).toBeInstanceOf(RenewalUnavailable);
  });

  it('is renewed for the next caller as soon as LiveChat renews again', async () => {
    const { custody, grant } = await rejectedInVain();
    custody.accounts.heal();
    await custody.clock.advance(1_000);

    const { accessToken: renewed } = await custody.tokens.accessTokenFor(grant);

    expect(custody.accounts.isAlive(renewed)).toBe(true);
    expect(custody.accounts.refreshes).toHaveLength(2);
  });

  it('says that the configuration is at fault while it is', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    custody.accounts.answer('POST /v2/token', refusal(401, 'invalid_client'));
    await errorOf(custody.tokens.renew(grant, { rejected: issued.accessToken }));

    expect(await errorOf(custody.tokens.accessTokenFor(grant))).toBeInstanceOf(FixConfiguration);
  });

  it('makes way for the token of a new sign-in', async () => {
    const { custody, grant } = await rejectedInVain();

    const { issued } = await custody.signIn();

    expect((await custody.tokens.accessTokenFor(grant)).accessToken.equals(issued.accessToken)).toBe(true);
  });

  it('is given out again when LiveChat accepts it after all', async () => {
    const { custody, grant, rejected } = await rejectedInVain();
    custody.tokens.observe(grant, { accepted: rejected });

    expect((await custody.tokens.accessTokenFor(grant)).accessToken.equals(rejected)).toBe(true);
  });
});
