import { describe, expect, it } from '@jest/globals';

import { refusal } from '../testing/fake-accounts.js';
import { AGENT, startCustody } from '../testing/start-custody.js';
import { ReturnedPairs } from './returned-pairs.js';

describe('a pair that is given back', () => {
  it('is revoked at once, and leaves nothing behind', async () => {
    const custody = await startCustody();
    const issued = custody.accounts.issue(AGENT, custody.clock.now());

    await custody.get(ReturnedPairs).giveBack(issued);

    expect(custody.accounts.isAlive(issued.accessToken)).toBe(false);
    expect(await custody.rows('pending_revocations')).toEqual([]);
    expect(await custody.rows('grants')).toEqual([]);
  });

  it('is revoked as soon as LiveChat does it', async () => {
    const custody = await startCustody();
    const issued = custody.accounts.issue(AGENT, custody.clock.now());
    custody.accounts.answer('DELETE /v2/token', refusal(500, 'server_error'));
    await custody.get(ReturnedPairs).giveBack(issued);
    expect(custody.accounts.isAlive(issued.accessToken)).toBe(true);

    custody.accounts.heal();
    await custody.clock.advance(15_000);
    await custody.logs.next('tokens.revoked');

    expect(custody.accounts.isAlive(issued.accessToken)).toBe(false);
    expect(await custody.rows('pending_revocations')).toHaveLength(0);
  });

  it('is revoked even when the database cannot note it', async () => {
    const custody = await startCustody();
    const issued = custody.accounts.issue(AGENT, custody.clock.now());
    await custody.database.query('DROP TABLE pending_revocations');

    await custody.get(ReturnedPairs).giveBack(issued);

    expect(custody.accounts.isAlive(issued.accessToken)).toBe(false);
  });

  it('is left alone when a grant holds it after all', async () => {
    const custody = await startCustody();
    const { issued } = await custody.signIn();

    await custody.get(ReturnedPairs).giveBack(issued);

    expect(custody.accounts.isAlive(issued.accessToken)).toBe(true);
  });
});
