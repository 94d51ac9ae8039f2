import { describe } from '@jest/globals';

import { renewalLeaseContract } from '../../../test/contracts/renewal-lease.contract.js';
import { testedEngine } from '../../../test/support/database.js';
import { openStores } from '../testing/open-stores.js';
import { accessToken, refreshToken } from '../token-values.js';

describe(`on ${testedEngine}`, () => {
  renewalLeaseContract(async () => {
    const { store, lease, advance } = await openStores();
    const signedIn = async (accountId: string) => {
      const grant = await store.insert({
        organizationId: 'org-1',
        accountId,
        accessToken: accessToken('access'),
        refreshToken: refreshToken('refresh'),
        scopes: [],
        issuedAt: 1,
        expiresAt: 2,
      });
      if (!grant) throw new Error('the account has a grant already');
      return grant;
    };
    return {
      lease,
      grant: await signedIn('agent-1'),
      otherGrant: await signedIn('agent-2'),
      advance,
      isUnsettled: async (grant) => (await store.listUnsettled()).some(({ id }) => id === grant.id),
    };
  });
});
