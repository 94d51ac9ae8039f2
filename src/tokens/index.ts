export { CodeExchange } from './endpoint/code-exchange.js';
export { FixConfiguration } from './errors/fix-configuration.js';
export { NotSignedIn } from './errors/not-signed-in.js';
export { ReauthorizationRequired } from './errors/reauthorization-required.js';
export { RenewalUnavailable } from './errors/renewal-unavailable.js';
export { SignInRefused } from './errors/sign-in-refused.js';
export { TokenEndpointTimeout } from './errors/token-endpoint-timeout.js';
export { TokenEndpointUnreachable } from './errors/token-endpoint-unreachable.js';
export { Uninstalled } from './errors/uninstalled.js';
export { CustodyFigures } from './figures/custody-figures.js';
export type { StoredFigures } from './figures/stored-counts.js';
export type { GrantHealth } from './grants/grant-health.js';
export type { Observation } from './grants/grant-observations.js';
export type { GrantSummary } from './grants/grant-summary.js';
export { mayBeGranted } from './grants/granted-scope.js';
export { releaseEveryLease } from './grants/release-every-lease.js';
export { InstallationIds } from './installations/installation-ids.js';
export { InstallationIdsModule } from './installations/installation-ids.module.js';
export { Installations } from './installations/installations.js';
export { Resealing } from './resealing/resealing.js';
export { ResealingModule } from './resealing/resealing.module.js';
export { type KeyNeed, NeededKeys } from './sealed-rows/needed-keys.js';
export { reconnectUrlOf } from './reconnect-url.js';
export { ConfigurationAlarm } from './endpoint/configuration-alarm.js';
export {
  accessToken,
  refreshToken,
  type AccessToken,
  type GrantRef,
  type IssuedTokens,
  type RefreshToken,
  type UsableToken,
} from './token-values.js';
export { ReturnedPairs } from './revocations/returned-pairs.js';
export { TokensConfig, tokensConfigFrom, tokensEnv } from './tokens.config.js';
export { TokensModule } from './tokens.module.js';
export { tokensEntities, tokensEntitiesMadeByMigrations, tokensMigrations } from './tokens.schema.js';
export { TokensService } from './tokens.service.js';
