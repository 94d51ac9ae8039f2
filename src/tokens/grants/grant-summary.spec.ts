import { describe, expect, it } from '@jest/globals';

import { NotSignedIn } from '../errors/not-signed-in.js';
import { errorOf } from '../testing/outcome-of.js';
import { startCustody } from '../testing/start-custody.js';

describe('a grant’s summary', () => {
  it('has what people may know, and no token', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();

    expect(await custody.tokens.summary(grant)).toEqual({
      scopes: ['chats--all:ro', 'customers:ro'],
      health: 'ok',
      expiresAt: issued.expiresAt,
      region: 'dal',
    });
  });

  it('tells what is missing of the scopes that were asked for', async () => {
    const custody = await startCustody({ config: { scopes: ['chats--all:ro', 'agents--all:ro'] } });
    const { grant } = await custody.signIn();

    const { health, cause, action } = await custody.tokens.summary(grant);

    expect(health).toBe('missing_scope');
    expect(cause).toContain('agents--all:ro');
    expect(action).toContain('Sign in again');
  });

  it('is not there for a grant that is gone', async () => {
    const custody = await startCustody();
    const { grant } = await custody.signIn();
    await custody.tokens.revoke(grant);

    expect(await errorOf(custody.tokens.summary(grant))).toBeInstanceOf(NotSignedIn);
  });
});
