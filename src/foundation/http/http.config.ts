import { isIP } from 'node:net';
import { z } from 'zod';

import { commaList, httpUrl, isOrigin, wholeNumber } from '../settings/setting-types.js';

export const httpEnv = {
  HOST: z.string().default('127.0.0.1').describe('Address to listen on. `0.0.0.0` in a container.'),
  PORT: wholeNumber({ min: 1, max: 65_535, by: 3000 }).describe('Port to listen on.'),
  PUBLIC_URL: httpUrl
    .refine((url) => url.pathname === '/', 'must not have a path')
    .optional()
    .describe(
      'Where browsers reach this service, without a path. The callback URL and the cookies come from it alone, never from request headers.',
    )
    .meta({ defaultText: 'http://localhost:{PORT}' }),
  ALLOWED_ORIGINS: commaList({ valid: isOrigin, mustBe: 'an origin such as https://app.example' }).describe(
    'Origins whose pages may call us (CORS) and be returned to after sign-in, with commas between them.',
  ),
  TRUSTED_PROXIES: commaList({
    valid: isAddressRange,
    mustBe: 'an IP address or a range such as 10.0.0.0/8',
  }).describe('Addresses of proxies whose `X-Forwarded-For` is believed, for rate limits and logs only.'),
  DATA_DIR: z
    .string()
    .default('data')
    .describe(
      'Folder of the SQLite file, of development keys, and of renewed tokens that wait to be written.',
    ),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be one of trace, debug, info, warn, error, fatal, silent',
    })
    .default('info')
    .describe('How much to log.'),
  NODE_ENV: z
    .enum(['development', 'test', 'production'], { error: 'must be one of development, test, production' })
    .default('development')
    .describe('In `production` a missing secret, an `http:` public URL or the sandbox is an error.'),
};

function isAddressRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (!family || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** Where we listen, and what the world calls us. */
export class HttpConfig {
  readonly host: string;
  readonly port: number;
  /** An origin: its path is `/`. */
  readonly publicUrl: URL;
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly dataDir: string;
  readonly isProduction: boolean;

  constructor(values: Omit<HttpConfig, 'isSecure'>) {
    this.host = values.host;
    this.port = values.port;
    this.publicUrl = values.publicUrl;
    this.allowedOrigins = values.allowedOrigins;
    this.trustedProxies = values.trustedProxies;
    this.dataDir = values.dataDir;
    this.isProduction = values.isProduction;
  }

  /** Whether browsers reach us over TLS: decides cookie names and the `Secure` attribute. */
  get isSecure(): boolean {
    return this.publicUrl.protocol === 'https:';
  }
}
