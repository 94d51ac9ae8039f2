import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';

import { Browser } from '../../../test/support/browser.js';
import { LogLines } from '../../../test/support/log-lines.js';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { closeAfterTest } from '../../../test/support/opened.js';
import {
  DatabaseConfig,
  DatabaseModule,
  FoundationModule,
  HtmlErrorRenderer,
  HttpConfig,
  Keyring,
  ProblemAnswers,
  ProblemFilter,
  ProblemRenderer,
  Secret,
} from '../../foundation/index.js';
import { TokensConfig, TokensModule } from '../../tokens/index.js';
import { AuthConfig, authEntities, authMigrations, AuthModule, registerAddressLimits } from '../index.js';
import { FakeTokens, FakeTokensModule } from './fake-tokens.js';

@Module({})
class SettingsForTest {}

export interface AuthAppOptions {
  readonly publicUrl?: string;
  readonly allowedOrigins?: readonly string[];
  readonly scopes?: readonly string[];
  readonly isProduction?: boolean;
  readonly database?: string;
}

/** The auth room alone on a real port and a real database, with a tokens room that does what a test says. */
export class AuthApp {
  readonly tokens: FakeTokens;
  readonly database: DataSource;

  constructor(
    readonly url: string,
    readonly app: NestFastifyApplication,
    readonly clock: ManualClock,
    readonly logLines: LogLines,
  ) {
    this.tokens = app.get(FakeTokens, { strict: false });
    this.database = app.get(DataSource);
  }

  browser(): Browser {
    return new Browser(this.url);
  }

  /** Starts sign-in in a browser and answers with the path that LiveChat would send it back to. */
  async start(browser: Browser, query = ''): Promise<string> {
    const { headers } = await browser.go(`/auth/livechat${query}`);
    const state = new URL(String(headers.location)).searchParams.get('state') ?? '';
    return `/auth/livechat/callback?code=dal%3Acode&state=${state}`;
  }

  async signIn(browser = this.browser(), query = ''): Promise<Browser> {
    await browser.go(await this.start(browser, query));
    return browser;
  }
}

export async function startAuthApp(options: AuthAppOptions = {}): Promise<AuthApp> {
  const clock = new ManualClock();
  const logLines = new LogLines('debug');
  const keyring = new Keyring([
    { id: 'test', key: new Secret('encryption_key', Buffer.alloc(32, 1).toString('base64')) },
  ]);
  const module = await Test.createTestingModule({
    imports: [
      settings(options),
      FoundationModule.forRoot({ clock, log: logLines.log, keyring }),
      DatabaseModule.forRoot({ entities: authEntities, migrations: authMigrations }, { asServer: false }),
      AuthModule,
    ],
  })
    .overrideModule(TokensModule)
    .useModule(FakeTokensModule)
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  const answers = new ProblemAnswers([new HtmlErrorRenderer(), new ProblemRenderer()], logLines.log);
  app.useGlobalFilters(new ProblemFilter(answers));
  if (options.isProduction) await registerAddressLimits(app);
  await app.listen({ host: '127.0.0.1', port: 0 });
  closeAfterTest(() => app.close());
  return new AuthApp(await app.getUrl(), app, clock, logLines);
}

function settings(options: AuthAppOptions): DynamicModule {
  const publicUrl = new URL(options.publicUrl ?? 'http://localhost:3000');
  const providers: Provider[] = [
    {
      provide: HttpConfig,
      useValue: new HttpConfig({
        host: '127.0.0.1',
        port: 3000,
        publicUrl,
        allowedOrigins: options.allowedOrigins ?? [],
        trustedProxies: [],
        dataDir: 'unused',
        isProduction: options.isProduction ?? false,
      }),
    },
    { provide: AuthConfig, useValue: new AuthConfig({ sessionIdleMs: 3_600_000, sessionMaxMs: 86_400_000 }) },
    { provide: TokensConfig, useValue: tokensConfig(options) },
    { provide: DatabaseConfig, useValue: new DatabaseConfig(options.database ?? 'sqlite::memory:') },
  ];
  return { module: SettingsForTest, global: true, providers, exports: providers };
}

function tokensConfig({ scopes = [] }: AuthAppOptions): TokensConfig {
  return new TokensConfig({
    clientId: 'client-of-the-test',
    clientSecrets: [],
    accountsUrl: new URL('https://accounts.example'),
    scopes,
    renewBeforeExpiryMs: 300_000,
    tokenEndpointTimeoutMs: 1_000,
  });
}
