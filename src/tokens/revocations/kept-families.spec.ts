import { describe, expect, it } from '@jest/globals';

import { GrantStore } from '../grants/grant-store.js';
import { refusal } from '../testing/fake-accounts.js';
import { errorOf, until } from '../testing/outcome-of.js';
import { AGENT, type RunningCustody, startCustody } from '../testing/start-custody.js';
import { REVOCATION_ABANDONED_MS } from '../timings.js';
import { ReturnedPairs } from './returned-pairs.js';

/** A single-use client, signed in. */
async function startSignedIn() {
  const custody = await startCustody();
  custody.accounts.singleUse = true;
  return { custody, ...(await custody.signIn()) };
}

/** As when the connection breaks before the statement arrives; and nobody can look after it, if told. */
function breakConnection(custody: RunningCustody, step: 'replace' | 'delete', { canRead = true } = {}) {
  const store = custody.get(GrantStore);
  const { findSealed } = store;
  Object.assign(store, {
    [step]: () => {
      if (!canRead) Object.assign(store, { findSealed: () => Promise.reject(new Error('no connection')) });
      return Promise.reject(new Error('connection lost'));
    },
  });
  return () => Object.assign(store, { findSealed });
}

describe('a change that throws and left the grant as it was', () => {
  it.each([
    ['sign-in', 'replace', ({ custody }) => custody.signIn()],
    ['disconnect', 'delete', ({ custody, grant }) => custody.tokens.revoke(grant)],
  ] as const satisfies readonly [
    string,
    'replace' | 'delete',
    (signedIn: Awaited<ReturnType<typeof startSignedIn>>) => Promise<unknown>,
  ][])('leaves no note after a %s', async (_, step, change) => {
    const signedIn = await startSignedIn();
    breakConnection(signedIn.custody, step);

    expect((await errorOf(change(signedIn))).message).toBe('connection lost');

    expect(await signedIn.custody.rows('pending_revocations')).toEqual([]);
  });
});

describe('the note of a pair that its grant was renewed from', () => {
  /** A sign-in failed, its note could not be taken back, and then the grant was renewed. */
  async function startRenewed() {
    const { custody, grant, issued } = await startSignedIn();
    const reconnect = breakConnection(custody, 'replace', { canRead: false });
    await errorOf(custody.signIn());
    reconnect();
    await custody.tokens.renew(grant, { rejected: issued.accessToken });
    expect(await custody.rows('pending_revocations')).toHaveLength(1);
    return { custody, grant };
  }

  it('revokes nothing, and is dropped in the end', async () => {
    const { custody } = await startRenewed();

    await custody.clock.advance(REVOCATION_ABANDONED_MS + 15_000);
    await until(async () => (await custody.rows('pending_revocations')).length === 0);

    expect(custody.accounts.of('DELETE /v2/token')).toEqual([]);
  });

  it('does not keep the grant’s own pair from being revoked when the agent disconnects', async () => {
    const { custody, grant } = await startRenewed();
    const { accessToken } = await custody.tokens.accessTokenFor(grant);

    await custody.tokens.revoke(grant);

    expect(custody.accounts.isAlive(accessToken)).toBe(false);
  });
});

describe('a pair that is not of the family its account’s grant holds', () => {
  it('is revoked although the new sign-in was renewed before LiveChat got to it', async () => {
    const { custody, issued } = await startSignedIn();
    custody.accounts.answer('DELETE /v2/token', refusal(500, 'server_error'));
    const again = await custody.signIn();
    await custody.tokens.renew(again.grant, { rejected: again.issued.accessToken });
    custody.accounts.heal();

    await custody.clock.advance(15_000);
    await until(async () => (await custody.rows('pending_revocations')).length === 0);

    expect(custody.accounts.isAlive(issued.accessToken)).toBe(false);
  });

  it('is revoked when no grant ever held it', async () => {
    const { custody, grant, issued } = await startSignedIn();
    await custody.tokens.renew(grant, { rejected: issued.accessToken });
    const returned = custody.accounts.issue(AGENT, custody.clock.now());

    await custody.get(ReturnedPairs).giveBack(returned);

    expect(custody.accounts.isAlive(returned.accessToken)).toBe(false);
  });
});
