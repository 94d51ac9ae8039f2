import { describe, expect, it } from '@jest/globals';

import { FixConfiguration } from '../errors/fix-configuration.js';
import { ReauthorizationRequired } from '../errors/reauthorization-required.js';
import { GrantStore } from '../grants/grant-store.js';
import { refusal } from '../testing/fake-accounts.js';
import { errorOf } from '../testing/outcome-of.js';
import { signInAgents } from '../testing/sign-in-agents.js';
import { startCustody } from '../testing/start-custody.js';
import { statementsDuring } from '../testing/statements.js';
import { ConfigurationAlarm } from './configuration-alarm.js';

describe('unauthorized_client that replicas meet', () => {
  async function refusedOnTwoReplicas(count: number) {
    const here = await startCustody();
    const { accounts, clock, folder } = here;
    const there = await startCustody({ accounts, clock, folder });
    const grants = await signInAgents(here, count);
    accounts.answer('POST /v2/token', refusal(401, 'unauthorized_client'));
    accounts.answer('GET /v2/info', refusal(401, 'unauthorized'));
    return { here, there, grants };
  }

  it('counts together: the third is about the configuration, and none of the grants is touched', async () => {
    const { here, there, grants } = await refusedOnTwoReplicas(3);

    const errors = [
      await errorOf(here.tokens.accessTokenFor(grants[0]!)),
      await errorOf(there.tokens.accessTokenFor(grants[1]!)),
      await errorOf(here.tokens.accessTokenFor(grants[2]!)),
    ];

    expect(errors.map(({ name }) => name)).toEqual([
      'ReauthorizationRequired',
      'ReauthorizationRequired',
      'FixConfiguration',
    ]);
    for (const row of await here.rows('grants')) expect(row).toMatchObject({ health: 'ok' });
  });

  it('raises the alarm of each with the first that it meets itself', async () => {
    const { here, there, grants } = await refusedOnTwoReplicas(4);
    for (const grant of grants.slice(0, 3)) await errorOf(here.tokens.accessTokenFor(grant));

    expect(await errorOf(there.tokens.accessTokenFor(grants[3]!))).toBeInstanceOf(FixConfiguration);
    expect(there.get(ConfigurationAlarm).isRaised).toBe(true);
    expect(here.accounts.refreshes).toHaveLength(4);
  });

  it('touches no grant either that one marks while the other one raises its alarm', async () => {
    const { here, there, grants } = await refusedOnTwoReplicas(3);
    const store = here.get(GrantStore);
    const markHeld = store.markHeld.bind(store);
    store.markHeld = async (hold, mark) => {
      await errorOf(there.tokens.accessTokenFor(grants[1]!));
      await errorOf(there.tokens.accessTokenFor(grants[2]!));
      return markHeld(hold, mark);
    };

    expect(await errorOf(here.tokens.accessTokenFor(grants[0]!))).toBeInstanceOf(FixConfiguration);
    expect(there.get(ConfigurationAlarm).isRaised).toBe(true);
    for (const row of await here.rows('grants')) expect(row).toMatchObject({ health: 'ok' });
  });

  it('is about each grant when another replica had a success between', async () => {
    const { here, there, grants } = await refusedOnTwoReplicas(4);
    await there.tokens.summary(grants[3]!);
    await errorOf(here.tokens.accessTokenFor(grants[0]!));
    await errorOf(here.tokens.accessTokenFor(grants[1]!));
    await here.clock.advance(1_000); // the other one hears that there are refusals
    here.accounts.heal();
    await there.tokens.accessTokenFor(grants[3]!);
    here.accounts.answer('POST /v2/token', refusal(401, 'unauthorized_client'));

    expect(await errorOf(here.tokens.accessTokenFor(grants[2]!))).toBeInstanceOf(ReauthorizationRequired);
    expect(here.get(ConfigurationAlarm).isRaised).toBe(false);
  });
});

describe('without any refusal', () => {
  it('a renewal does not ask the database for some', async () => {
    const custody = await startCustody();
    const [one, two] = await signInAgents(custody, 2);
    await custody.tokens.accessTokenFor(one!);

    const statements = await statementsDuring(custody.database, () => custody.tokens.accessTokenFor(two!));

    expect(statements.filter(({ sql }) => sql.includes('renewed_at'))).not.toEqual([]);
    expect(statements.filter(({ sql }) => sql.includes('ambiguous_refusals'))).toEqual([]);
  });
});
