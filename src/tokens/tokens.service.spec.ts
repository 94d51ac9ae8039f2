import { describe, expect, it } from '@jest/globals';

import { NotSignedIn } from './errors/not-signed-in.js';
import { AGENT, HOUR, startCustody } from './testing/start-custody.js';

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
