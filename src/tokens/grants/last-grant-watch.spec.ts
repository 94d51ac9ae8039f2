import { describe, expect, it } from '@jest/globals';

import { refusal } from '../testing/fake-accounts.js';
import { errorOf } from '../testing/outcome-of.js';
import { AGENT, OTHER_AGENT, type RunningCustody, startCustody } from '../testing/start-custody.js';
import type { GrantRef } from '../token-values.js';
import { GrantObservations } from './grant-observations.js';
import { LastGrantWatch } from './last-grant-watch.js';

const EVENT = 'tokens.last_healthy_grant_died';

async function twoAgents() {
  const custody = await startCustody();
  const { grant: first } = await custody.signIn(AGENT);
  const { grant: second } = await custody.signIn(OTHER_AGENT);
  return { custody, first, second, told: () => custody.logs.of(EVENT) };
}

/** LiveChat has given up on these accounts, and says so when their tokens are renewed. */
async function end(custody: RunningCustody, ...grants: GrantRef[]): Promise<void> {
  custody.accounts.answer('POST /v2/token', refusal(401, 'invalid_grant'));
  await Promise.all(
    grants.map(async (grant) => {
      const { accessToken } = await custody.tokens.accessTokenFor(grant);
      await errorOf(custody.tokens.renew(grant, { rejected: accessToken }));
    }),
  );
  custody.accounts.heal();
}

async function suspend(custody: RunningCustody, grant: GrantRef): Promise<void> {
  custody.tokens.observe(grant, { errorType: 'requester_suspended' });
  await custody.get(GrantObservations).settled();
}

describe('the last grant that works', () => {
  it('is told of when it dies, with the cause, and the one before it is not', async () => {
    const { custody, first, second, told } = await twoAgents();
    await end(custody, first);
    expect(told()).toEqual([]);

    await end(custody, second);

    expect(told()).toMatchObject([{ ...second, cause: 'invalid_grant' }]);
  });

  it('is told of once when all die in the same moment', async () => {
    const { custody, first, second, told } = await twoAgents();

    await end(custody, first, second);

    expect(told()).toHaveLength(1);
  });

  it('is told of when LiveChat suspends its agent, and again when it was lifted and comes back', async () => {
    const { custody, first, second, told } = await twoAgents();
    await end(custody, first);
    await suspend(custody, second);
    await suspend(custody, second);
    expect(told()).toMatchObject([{ ...second, cause: 'account_suspended' }]);

    const { accessToken } = await custody.tokens.accessTokenFor(second);
    custody.tokens.observe(second, { accepted: accessToken });
    await suspend(custody, second);

    expect(told()).toHaveLength(2);
  });

  it('is told of when its agent disconnects', async () => {
    const { custody, first, second, told } = await twoAgents();
    await end(custody, second);

    await custody.tokens.revoke(first);

    expect(told()).toMatchObject([{ ...first, cause: 'disconnected' }]);
  });

  it('is not told of when what goes did not work any more', async () => {
    const { custody, first, second, told } = await twoAgents();
    await end(custody, first, second);

    await custody.tokens.revoke(first);
    await custody.tokens.revoke(second);

    expect(told()).toHaveLength(1);
  });

  it('is told of again when it dies after the agent has signed in again', async () => {
    const { custody, first, second, told } = await twoAgents();
    await end(custody, first, second);
    await custody.signIn(AGENT);

    await end(custody, first);

    expect(told()).toHaveLength(2);
  });

  it('is not told of while the organization’s license has expired: no other grant would help', async () => {
    const { custody, first, second, told } = await twoAgents();
    for (const grant of [first, second]) custody.tokens.observe(grant, { errorType: 'license_expired' });
    await custody.get(GrantObservations).settled();

    expect(told()).toEqual([]);
    expect(custody.logs.of('tokens.health_changed')).toHaveLength(2);
  });
});

describe('a change that is watched', () => {
  it('fails as it fails, and does not hold up the next', async () => {
    const { custody, first, second, told } = await twoAgents();
    const watch = custody.get(LastGrantWatch);

    const failed = watch.during(first, 'x', () => Promise.reject(new Error('locked')));
    const next = watch.during(second, 'x', () => Promise.resolve('done'));

    expect(await errorOf(failed)).toMatchObject({ message: 'locked' });
    expect(await next).toBe('done');
    expect(told()).toEqual([]);
  });

  it('stands when it cannot be read what is left', async () => {
    const { custody, first, told } = await twoAgents();

    const outcome = await custody.get(LastGrantWatch).during(first, 'x', async () => {
      await custody.database.query('ALTER TABLE grants RENAME TO elsewhere');
      return 'done';
    });

    expect(outcome).toBe('done');
    expect(custody.logs.of('tokens.last_healthy_grant_unknown')).toMatchObject([first]);
    expect(told()).toEqual([]);
  });
});
