export { Clock } from './clock/clock.js';
export { SystemClock } from './clock/system-clock.js';
export { DatabaseChanges } from './database/database-changes.js';
export { type DatabaseConnections, DatabaseProbe } from './database/database-probe.js';
export { DatabaseConfig, databaseEnv } from './database/database.config.js';
export { DatabaseModule } from './database/database.module.js';
export { ForwardMigration } from './database/forward-migration.js';
export { type DatabaseSchema, dataSourceOptions, openDatabase } from './database/open-database.js';
export {
  countColumn,
  derivedTextColumn,
  idColumn,
  largeCountColumn,
  longTextColumn,
  textColumn,
  timestampColumn,
} from './database/portable-columns.js';
export { tellChanges } from './database/postgres/tell-changes.js';
export { DatabaseCopy, type TableComparison } from './database/postgres/copy/database-copy.js';
export { SqlitePlace } from './database/sqlite/sqlite-place.js';
export { SqliteServerLock } from './database/sqlite/sqlite-server-lock.js';
export { sweepOlder } from './database/sweep-older.js';
export { StartRefused } from './database/start-refused.js';
export { encryptionEnv } from './encryption/encryption.config.js';
export { type EncryptionKey, keyIdOf, Keyring } from './encryption/keyring.js';
export { SealedTextUnreadable } from './encryption/sealed-text-unreadable.js';
export { appErrorFrom } from './errors/app-error-from.js';
export { AppError, type NextStep } from './errors/app-error.js';
export type { ErrorRenderer, RenderedError } from './errors/error-renderer.js';
export { ProblemAnswers } from './errors/problem.js';
export { ProblemFilter } from './errors/problem.filter.js';
export { ProblemRenderer } from './errors/problem-renderer.js';
export { FoundationModule } from './foundation.module.js';
export { Durations } from './figures/durations.js';
export { HttpConfig, httpEnv } from './http/http.config.js';
export { leaveBodiesUnread } from './http/leave-bodies-unread.js';
export { Log, type LogFields } from './logging/log.js';
export { NestLog } from './logging/nest-log.js';
export { PinoLog } from './logging/pino-log.js';
export { errorPage } from './pages/error-page.js';
export { HtmlErrorRenderer } from './pages/html-error.renderer.js';
export { type HtmlPage, htmlPage, pageHeaders } from './pages/html-page.js';
export { html, SafeHtml } from './pages/safe-html.js';
export { wantsHtml } from './pages/wants-html.js';
export { product } from './product.js';
export { digestsAreEqual, equalInConstantTime, randomToken, sha256 } from './secrets/digest.js';
export { Secret } from './secrets/secret.js';
export {
  commaList,
  httpUrl,
  isLoopback,
  isOrigin,
  wholeNumber,
  wholeNumberOrNone,
} from './settings/setting-types.js';
