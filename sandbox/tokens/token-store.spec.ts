import { beforeEach, describe, expect, it } from '@jest/globals';

import { DEFAULT_BEHAVIOR } from '../behavior.js';
import { TestClock } from '../testing/test-clock.js';
import { TokenStore } from './token-store.js';

const GRANT = { clientId: 'app', accountId: 'alice', organizationId: 'northwind', scopes: ['reports_read'] };

describe('the token store', () => {
  let clock: TestClock;
  let store: TokenStore;

  beforeEach(() => {
    clock = new TestClock();
    store = new TokenStore(clock, { ...DEFAULT_BEHAVIOR }, () => 'dal');
  });

  it('keeps 25 refresh tokens per client and account', () => {
    const first = store.issue(GRANT);
    for (let more = 0; more < 25; more += 1) store.issue(GRANT);
    expect(store.refreshOf()).toHaveLength(25);
    expect(store.findRefresh(first.refreshToken)?.state).toBe('revoked');
    expect(store.evictedOf().map(({ token }) => token)).toEqual([first.refreshToken, first.accessToken]);
  });

  it('counts accounts and clients for themselves', () => {
    const first = store.issue(GRANT);
    for (let more = 0; more < 25; more += 1) {
      store.issue({ ...GRANT, accountId: 'bob' });
      store.issue({ ...GRANT, clientId: 'another app' });
    }
    expect(store.findAccess(first.accessToken)).toBeDefined();
  });

  it('does not count expired access tokens', () => {
    const { refreshToken } = store.issue(GRANT);
    clock.advance(DEFAULT_BEHAVIOR.accessTokenLifetimeSeconds * 1000);
    const refresh = store.findRefresh(refreshToken);
    expect(refresh && store.renew(refresh).accessToken).toMatch(/^dal:/);
    expect(store.accessOf()).toHaveLength(1);
  });

  it('revokes every access token that a refresh token has given', () => {
    const first = store.issue(GRANT);
    const refresh = store.findRefresh(first.refreshToken);
    const second = refresh && store.renew(refresh);
    store.revoke(first.accessToken);
    expect(store.findAccess(second?.accessToken ?? '')).toBeUndefined();
    expect(store.findRefresh(first.refreshToken)?.state).toBe('revoked');
  });

  it('lets access tokens of one account expire, and no others', () => {
    const alice = store.issue(GRANT);
    const bob = store.issue({ ...GRANT, accountId: 'bob' });
    store.expireWhere({ accountId: 'alice' });
    expect(store.findAccess(alice.accessToken)).toBeUndefined();
    expect(store.findAccess(bob.accessToken)).toBeDefined();
    expect(store.findRefresh(alice.refreshToken)?.state).toBe('alive');
  });
});
