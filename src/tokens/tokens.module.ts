import { Module, type Provider } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { Custody } from './custody.js';
import { AccountsHttp } from './endpoint/accounts-http.js';
import { AmbiguousRefusals } from './endpoint/ambiguous-refusals.js';
import { ClientSecrets } from './endpoint/client-secrets.js';
import { CodeExchange } from './endpoint/code-exchange.js';
import { ConfigurationAlarm } from './endpoint/configuration-alarm.js';
import { TokenEndpoint } from './endpoint/token-endpoint.js';
import { CustodyCounts } from './figures/custody-counts.js';
import { CustodyFigures } from './figures/custody-figures.js';
import { StoredCounts } from './figures/stored-counts.js';
import { CustodyCache } from './grants/custody-cache.js';
import { GrantCensus } from './grants/grant-census.js';
import { GrantMarks } from './grants/grant-marks.js';
import { GrantNews } from './grants/grant-news.js';
import { GrantObservations } from './grants/grant-observations.js';
import { GrantSealing } from './grants/grant-sealing.js';
import { GrantStore } from './grants/grant-store.js';
import { GrantSummaries } from './grants/grant-summary.js';
import { LastGrantWatch } from './grants/last-grant-watch.js';
import { RenewalLease } from './grants/renewal-lease.js';
import { ObservedChanges } from './grants/observed-changes.js';
import { TypeOrmGrantStore } from './grants/typeorm-grant-store.js';
import { TypeOrmRenewalLease } from './grants/typeorm-renewal-lease.js';
import { WarmGrants } from './grants/warm-grants.js';
import { InstallationIdsModule } from './installations/installation-ids.module.js';
import { InstallationStore } from './installations/installation-store.js';
import { Installations } from './installations/installations.js';
import { CustodyBackground } from './lifecycle/custody-background.js';
import { CustodyStart } from './lifecycle/custody-start.js';
import { CustodyStop } from './lifecycle/custody-stop.js';
import { ReplacedKeys } from './lifecycle/replaced-keys.js';
import { SealingKeys } from './lifecycle/sealing-keys.js';
import { WorkUnderWay } from './lifecycle/work-under-way.js';
import { AccessTokenCheck } from './renewals/access-token-check.js';
import { AlarmProbe } from './renewals/alarm-probe.js';
import { RenewalCoolDowns } from './renewals/cool-downs.js';
import { DatabaseIdentity } from './renewals/database-identity.js';
import { FailedRenewals } from './renewals/failed-renewals.js';
import { HeldLease } from './renewals/held-lease.js';
import { PairWriter } from './renewals/pair-writer.js';
import { RefreshedPairs } from './renewals/refreshed-pairs.js';
import { RefusalReview } from './renewals/refusal-review.js';
import { RenewalAttempt } from './renewals/renewal-attempt.js';
import { RenewalGate } from './renewals/renewal-gate.js';
import { RenewalTurns } from './renewals/renewal-turns.js';
import { Spool } from './renewals/spool.js';
import { SpooledPairs } from './renewals/spooled-pairs.js';
import { TokenRefresher } from './renewals/token-refresher.js';
import { UnsettledRenewals } from './renewals/unsettled-renewals.js';
import { ReturnedPairs } from './revocations/returned-pairs.js';
import { RevocationOutbox } from './revocations/revocation-outbox.js';
import { RevocationStore } from './revocations/revocation-store.js';
import { NeededKeys } from './sealed-rows/needed-keys.js';
import { SealedTables } from './sealed-rows/sealed-tables.js';
import { SpooledKeys } from './sealed-rows/spooled-keys.js';
import { tokensEntities } from './tokens.schema.js';
import { TokensService } from './tokens.service.js';
import { UsableTokens } from './usable-tokens.js';

const endpoint: Provider[] = [
  AccountsHttp,
  ClientSecrets,
  TokenEndpoint,
  AmbiguousRefusals,
  ConfigurationAlarm,
  CodeExchange,
];

const grants: Provider[] = [
  { provide: GrantStore, useClass: TypeOrmGrantStore },
  { provide: RenewalLease, useClass: TypeOrmRenewalLease },
  GrantSealing,
  CustodyCache,
  GrantNews,
  WarmGrants,
  LastGrantWatch,
  GrantMarks,
  GrantObservations,
  ObservedChanges,
  GrantSummaries,
];

const renewals: Provider[] = [
  TokenRefresher,
  RenewalTurns,
  RenewalGate,
  RenewalCoolDowns,
  HeldLease,
  RenewalAttempt,
  RefreshedPairs,
  PairWriter,
  RefusalReview,
  FailedRenewals,
  AccessTokenCheck,
  AlarmProbe,
  DatabaseIdentity,
  Spool,
  SpooledPairs,
  UnsettledRenewals,
];

const custody: Provider[] = [
  TokensService,
  UsableTokens,
  Custody,
  InstallationStore,
  Installations,
  RevocationStore,
  RevocationOutbox,
  ReturnedPairs,
];

const figures: Provider[] = [CustodyCounts, GrantCensus, StoredCounts, CustodyFigures];

const lifecycle: Provider[] = [
  SealedTables,
  SpooledKeys,
  NeededKeys,
  SealingKeys,
  ReplacedKeys,
  CustodyBackground,
  CustodyStart,
  CustodyStop,
  WorkUnderWay,
];

/** Custody of LiveChat's tokens. Expects the foundation, `HttpConfig` and `TokensConfig` to be there globally. */
@Module({
  imports: [TypeOrmModule.forFeature(tokensEntities), InstallationIdsModule],
  providers: [...endpoint, ...grants, ...renewals, ...custody, ...figures, ...lifecycle],
  exports: [
    TokensService,
    Installations,
    InstallationIdsModule,
    CodeExchange,
    ReturnedPairs,
    ConfigurationAlarm,
    CustodyFigures,
    NeededKeys,
  ],
})
export class TokensModule {}
