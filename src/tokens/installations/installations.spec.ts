import { describe, expect, it } from '@jest/globals';

import { NotSignedIn } from '../errors/not-signed-in.js';
import { Uninstalled } from '../errors/uninstalled.js';
import { refusal } from '../testing/fake-accounts.js';
import { errorOf } from '../testing/outcome-of.js';
import {
  AGENT,
  ORGANIZATION,
  OTHER_AGENT,
  type RunningCustody,
  startCustody,
} from '../testing/start-custody.js';
import type { GrantRef } from '../token-values.js';
import { Installations } from './installations.js';

const grantFor = (custody: RunningCustody, accountId?: string): Promise<GrantRef> =>
  custody.get(Installations).grantFor({ organizationId: ORGANIZATION, accountId });

const generationOf = (custody: RunningCustody): Promise<number | undefined> =>
  custody.get(Installations).generationOf(ORGANIZATION);

async function twoAgents() {
  const custody = await startCustody();
  const { grant: first, issued } = await custody.signIn(AGENT);
  const { grant: second } = await custody.signIn(OTHER_AGENT);
  return { custody, first, second, issued };
}

/** LiveChat has given up on the account. */
async function end(custody: RunningCustody, grant: GrantRef): Promise<void> {
  const { accessToken } = await custody.tokens.accessTokenFor(grant);
  custody.accounts.answer('POST /v2/token', refusal(401, 'invalid_grant'));
  await errorOf(custody.tokens.renew(grant, { rejected: accessToken }));
  custody.accounts.heal();
}

describe('the grant for an organization', () => {
  it('is the first one', async () => {
    const { custody, first } = await twoAgents();

    expect(await grantFor(custody)).toEqual(first);
  });

  it('is the named account’s', async () => {
    const { custody, second } = await twoAgents();

    expect(await grantFor(custody, OTHER_AGENT.accountId)).toEqual(second);
  });

  it('is the next that works when the default one is dead', async () => {
    const { custody, first, second } = await twoAgents();
    await grantFor(custody);
    await end(custody, first);

    expect(await grantFor(custody)).toEqual(second);
  });

  it('stays the named account’s when that is dead', async () => {
    const { custody, first } = await twoAgents();
    await end(custody, first);

    expect(await grantFor(custody, AGENT.accountId)).toEqual(first);
  });

  it('is the default one when all are dead', async () => {
    const { custody, first, second } = await twoAgents();
    await end(custody, first);
    await end(custody, second);

    expect(await grantFor(custody)).toEqual(first);
  });

  it('moves to the next when the default one disconnects', async () => {
    const { custody, first, second } = await twoAgents();
    await custody.tokens.revoke(first);

    expect(await grantFor(custody)).toEqual(second);
    expect(await custody.rows('installations')).toMatchObject([
      { state: 'active', default_grant_id: second.id },
    ]);
  });

  it('is not there before anybody signs in', async () => {
    expect(await errorOf(grantFor(await startCustody()))).toBeInstanceOf(NotSignedIn);
  });

  it('is not there for an account that did not sign in', async () => {
    const { custody } = await twoAgents();

    expect(await errorOf(grantFor(custody, 'somebody'))).toBeInstanceOf(NotSignedIn);
  });

  it('is refused while the app is uninstalled', async () => {
    const { custody } = await twoAgents();
    await custody.database.query(`UPDATE installations SET state = 'uninstalled'`);

    const error = await errorOf(grantFor(custody));

    expect(error).toBeInstanceOf(Uninstalled);
    expect(error).toMatchObject({ status: 401, reason: 'uninstalled' });
  });

  it('is answered from memory', async () => {
    const { custody, first } = await twoAgents();
    await grantFor(custody);
    await custody.database.query('DELETE FROM installations');

    expect(await grantFor(custody)).toEqual(first);
  });
});

describe('an installation', () => {
  it('is active, with a generation, once somebody has signed in', async () => {
    const custody = await startCustody();
    expect(await generationOf(custody)).toBeUndefined();
    await custody.signIn();

    expect(await generationOf(custody)).toBe(1);
  });

  it('keeps its generation while anybody is signed in', async () => {
    const { custody, first } = await twoAgents();
    await custody.tokens.revoke(first);

    expect(await generationOf(custody)).toBe(1);
  });

  it('waits for a sign-in after the last grant has gone', async () => {
    const { custody, first, second } = await twoAgents();
    await custody.tokens.revoke(first);
    await custody.tokens.revoke(second);

    expect(await custody.rows('installations')).toMatchObject([{ state: 'pending', default_grant_id: null }]);
    expect(await generationOf(custody)).toBeUndefined();
    expect(await errorOf(grantFor(custody))).toBeInstanceOf(NotSignedIn);
  });

  it('comes back under a new generation', async () => {
    const custody = await startCustody();
    const { grant } = await custody.signIn();
    await custody.tokens.revoke(grant);
    await custody.signIn();

    expect(await generationOf(custody)).toBe(2);
    expect(await custody.rows('installations')).toHaveLength(1);
  });

  it('comes back after an uninstall when somebody signs in', async () => {
    const { custody, first } = await twoAgents();
    await custody.database.query(`UPDATE installations SET state = 'uninstalled', generation = 2`);
    await custody.signIn();

    expect(await grantFor(custody)).toEqual(first);
  });
});
