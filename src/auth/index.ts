export { ADDRESS_LIMIT, registerAddressLimits, TooManyRequests } from './address-limits.js';
export { actionPatternFault } from './api-keys/action-pattern.js';
export { AllowedActions } from './api-keys/allowed-actions.js';
export {
  API_KEY_ROLES,
  type ApiKey,
  type ApiKeyRole,
  type CreatedApiKey,
  hasExpired,
  type WantedApiKey,
} from './api-keys/api-key.js';
export { ApiKeys } from './api-keys/api-keys.js';
export { ApiKeysModule } from './api-keys/api-keys.module.js';
export { AuthConfig, authConfigFrom, authEnv } from './auth.config.js';
export { AuthModule } from './auth.module.js';
export { authEntities, authMigrations } from './auth.schema.js';
export {
  CallerUnknown,
  CrossSiteRequest,
  KeyExpired,
  RoleForbidden,
  SessionRequired,
  TenantMismatch,
  TenantRequired,
} from './callers/caller-refusals.js';
export {
  type Caller,
  callerOf,
  type KeyCaller,
  type OperatorCaller,
  type SessionCaller,
} from './callers/caller.js';
export { CallerGuard } from './callers/caller.guard.js';
export { Callers } from './callers/callers.js';
export { CrossSiteRule } from './callers/cross-site-rule.js';
export { ReconnectLinks } from './reconnect/reconnect-links.js';
export { ReconnectLinksModule } from './reconnect/reconnect-links.module.js';
export { Sessions } from './sessions/sessions.js';
export { SignInListener, SignInListeners } from './sign-in/sign-in-listeners.js';
