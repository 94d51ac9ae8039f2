import { describe, expect, it } from '@jest/globals';

import { grantStoreContract } from '../../../test/contracts/grant-store.contract.js';
import { testedEngine } from '../../../test/support/database.js';
import { SealedTextUnreadable } from '../../foundation/index.js';
import { openStores } from '../testing/open-stores.js';
import { accessToken, refreshToken } from '../token-values.js';

describe(`on ${testedEngine}`, () => {
  grantStoreContract(async () => {
    const { database, sealing, ...parts } = await openStores();
    return {
      ...parts,
      seal: (account, { access, refresh }) => ({
        ...sealing.seal(account, {
          accessToken: accessToken(access),
          refreshToken: refresh === undefined ? undefined : refreshToken(refresh),
        }),
        scopes: ['chats--all:ro'],
        issuedAt: 5_000,
        expiresAt: 6_000,
      }),
      dump: async () => JSON.stringify(await database.query('SELECT * FROM grants')),
    };
  });
});

describe('a sealed token', () => {
  const issued = (accountId: string) => ({
    organizationId: 'org-1',
    accountId,
    accessToken: accessToken(`access-of-${accountId}`),
    refreshToken: refreshToken(`refresh-of-${accountId}`),
    scopes: [],
    issuedAt: 1,
    expiresAt: 2,
  });

  it('does not open in another row', async () => {
    const { store, database } = await openStores();
    await store.insert(issued('agent-1'));
    const thief = await store.insert(issued('agent-2'));
    await database.query(
      `UPDATE grants SET access_token = (SELECT access_token FROM grants WHERE account_id = 'agent-1')`,
    );

    await expect(store.find(thief!)).rejects.toThrow(SealedTextUnreadable);
  });

  it('does not open in another column', async () => {
    const { store, database } = await openStores();
    const grant = await store.insert(issued('agent-1'));
    await database.query('UPDATE grants SET access_token = refresh_token');

    await expect(store.find(grant!)).rejects.toThrow(SealedTextUnreadable);
  });
});
