import { describe, expect, it } from '@jest/globals';

import { testedEngine } from '../../../test/support/database.js';
import { openStores } from '../testing/open-stores.js';
import { planOf, statementsDuring } from '../testing/statements.js';

type Stores = Awaited<ReturnType<typeof openStores>>;

/** So many that reading them all is never the shorter way; one in a thousand is being renewed. */
const FILL = `
  WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000)
  INSERT INTO grants (id, client_id, organization_id, account_id, access_token, refresh_token, scopes, issued_at,
    expires_at, health, generation, lease_owner, lease_until, renewal_started_at, created_at, updated_at)
  SELECT 'grant-' || n, 'client-1', 'org-' || (n / 2), 'agent-' || n, 'v1.k1.access', 'v1.k1.refresh', 'chats--all:ro', 1,
    2, 'ok', 1, CASE n % 1000 WHEN 0 THEN 'owner' END, CASE n % 1000 WHEN 0 THEN 1 END, CASE n % 1000 WHEN 0 THEN 1 END, n, n
  FROM numbers`;

async function filledStores(): Promise<Stores> {
  const stores = await openStores();
  await stores.database.query(FILL);
  await stores.database.query('ANALYZE');
  return stores;
}

const grant = { id: 'grant-7', organizationId: 'org-3', accountId: 'agent-7' };
const hold = { grant, owner: 'owner', generation: 1 };
const mark = { health: 'degraded' } as const;

const LOOK_UPS: Readonly<Record<string, (stores: Stores) => Promise<unknown>>> = {
  'the account’s grant': ({ store }) => store.findSealed(grant),
  'the organization’s grants': ({ store }) => store.listOf('org-3'),
  'renewals that never ended': ({ store }) => store.listUnsettled(),
  'renewals whose owner died': ({ store }) => store.listUnsettled({ ofDeadOwners: true }),
  'a health mark': ({ store }) => store.mark(grant, mark, ['ok']),
  'a renewal’s mark': ({ store }) => store.markHeld(hold, mark),
  'the lease': ({ lease }) => lease.acquire(grant, 'owner'),
  'the end of the lease': ({ lease }) => lease.release(grant, 'owner'),
  'the end of every lease': ({ lease }) => lease.releaseAll(),
};

describe(`on ${testedEngine}, among thousands of grants`, () => {
  it('each look-up goes through an index', async () => {
    const stores = await filledStores();

    for (const [name, lookUp] of Object.entries(LOOK_UPS)) {
      const statements = await statementsDuring(stores.database, () => lookUp(stores));
      const plans = await Promise.all(statements.map((statement) => planOf(stores.database, statement)));
      const text = plans.flat().join('\n');

      expect({ name, text }).toEqual({ name, text: expect.stringMatching(/INDEX|Index/) });
      expect({ name, text }).toEqual({ name, text: expect.not.stringMatching(/SCAN grants|Seq Scan/) });
    }
  });
});
