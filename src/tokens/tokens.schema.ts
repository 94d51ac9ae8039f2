import { AmbiguousRefusalRow } from './endpoint/ambiguous-refusal.entity.js';
import { GrantRow } from './grants/grant.entity.js';
import { InstallationRow } from './installations/installation.entity.js';
import { CreateGrants1768435200000 } from './migrations/1768435200000-create-grants.js';
import { DeriveSealedWith1769040000000 } from './migrations/1769040000000-derive-sealed-with.js';
import { TellOfGrants1795564800000 } from './migrations/1795564800000-tell-of-grants.js';
import { IndexRenewalsUnderWay1795564800002 } from './migrations/1795564800002-index-renewals-under-way.js';
import { TellFamiliesApart1795651200000 } from './migrations/1795651200000-tell-families-apart.js';
import { IndexGrantsByHealth1795651200000 } from './migrations/1795651200000-index-grants-by-health.js';
import { CreateAmbiguousRefusals1795737600000 } from './migrations/1795737600000-create-ambiguous-refusals.js';
import { DatabaseIdentityRow } from './renewals/database-identity.entity.js';
import { PendingRevocationRow } from './revocations/pending-revocation.entity.js';

/** The room's tables. */
export const tokensEntities = [
  InstallationRow,
  GrantRow,
  PendingRevocationRow,
  AmbiguousRefusalRow,
  DatabaseIdentityRow,
];

/** Those whose rows a migration makes: each database has its own. */
export const tokensEntitiesMadeByMigrations = [DatabaseIdentityRow];

/** How they came to be, oldest first. */
export const tokensMigrations = [
  CreateGrants1768435200000,
  DeriveSealedWith1769040000000,
  TellOfGrants1795564800000,
  IndexRenewalsUnderWay1795564800002,
  TellFamiliesApart1795651200000,
  IndexGrantsByHealth1795651200000,
  CreateAmbiguousRefusals1795737600000,
];
