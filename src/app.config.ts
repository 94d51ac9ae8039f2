import { z } from 'zod';

import { AuthConfig, authConfigFrom, authEnv } from './auth/index.js';
import {
  commaList,
  DatabaseConfig,
  databaseEnv,
  type EncryptionKey,
  encryptionEnv,
  HttpConfig,
  httpEnv,
} from './foundation/index.js';
import type { Environment } from './app/environment.js';
import { settingsFaults, SettingsRefused } from './app/settings-faults.js';
import { LiveChatConfig, livechatConfigFrom, livechatEnv } from './livechat/index.js';
import { TokensConfig, tokensConfigFrom, tokensEnv } from './tokens/index.js';

/** Known to the contract and checked, so that a later version does not surprise; nothing reads them yet. */
const reservedEnv = {
  WEBHOOK_SECRETS: commaList().describe(
    'Secrets of chat webhooks, with commas between them. Reserved: not read yet.',
  ),
  APP_WEBHOOK_PATH_SECRET: commaList().describe(
    'Unguessable last parts of the app webhook’s path, with commas between them. Reserved: not read yet.',
  ),
  FRAME_ANCESTORS: commaList()
    .describe('Origins that may embed the widget page. Reserved: not read yet; no page can be framed.')
    .meta({ defaultText: 'LiveChat’s four domains' }),
};

/** Every setting there is, in the order of the documentation. */
export const settingsSchema = z.object({
  ...tokensEnv,
  ...encryptionEnv,
  ...httpEnv,
  ...databaseEnv,
  ...livechatEnv,
  ...authEnv,
  ...reservedEnv,
});

export type SettingValues = z.infer<typeof settingsSchema>;

/** The settings, checked together and cut into what each room reads. */
export interface Settings {
  readonly http: HttpConfig;
  readonly database: DatabaseConfig;
  readonly tokens: TokensConfig;
  readonly auth: AuthConfig;
  readonly livechat: LiveChatConfig;
  readonly encryptionKeys: readonly EncryptionKey[];
  readonly logLevel: string;
}

/** The environment as it is now: nothing else reads it. */
export function environment(): Environment {
  return process.env;
}

/**
 * Reads and checks every setting.
 *
 * @throws SettingsRefused naming every fault in one message
 */
export function readSettings(given: Environment): Settings {
  const parsed = settingsSchema.safeParse(withoutEmpty(given));
  const faults = settingsFaults(parsed, given);
  if (faults.length > 0 || !parsed.success) throw new SettingsRefused(faults);
  return settingsFrom(parsed.data);
}

/** `NAME=` in an `.env` file means the same as no line at all. */
export function withoutEmpty(given: Environment): Environment {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value?.trim()));
}

/** The database that is used when DATABASE_URL names none. */
export function sqliteUrlIn(dataDir: string): string {
  return `sqlite:${dataDir}/livechat.sqlite`;
}

function settingsFrom(values: SettingValues): Settings {
  const { HOST: host, PORT: port, DATA_DIR: dataDir } = values;
  return {
    http: new HttpConfig({
      host,
      port,
      dataDir,
      publicUrl: values.PUBLIC_URL ?? new URL(`http://localhost:${port}`),
      allowedOrigins: values.ALLOWED_ORIGINS,
      trustedProxies: values.TRUSTED_PROXIES,
      isProduction: values.NODE_ENV === 'production',
    }),
    database: new DatabaseConfig(values.DATABASE_URL ?? sqliteUrlIn(dataDir), values.DATABASE_POOL_SIZE),
    tokens: tokensConfigFrom(values),
    auth: authConfigFrom(values),
    livechat: livechatConfigFrom(values),
    encryptionKeys: values.ENCRYPTION_KEYS ?? [],
    logLevel: values.LOG_LEVEL,
  };
}
