import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';

import { emptyFolder } from '../../../test/support/folders.js';
import { LogLines } from '../../../test/support/log-lines.js';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { closeAfterTest } from '../../../test/support/opened.js';
import {
  DatabaseConfig,
  DatabaseModule,
  type EncryptionKey,
  FoundationModule,
  HttpConfig,
  Keyring,
  Secret,
} from '../../foundation/index.js';
import type { AccountRef, GrantRef, IssuedTokens } from '../token-values.js';
import { TokensConfig } from '../tokens.config.js';
import { TokensModule } from '../tokens.module.js';
import { tokensEntities, tokensMigrations } from '../tokens.schema.js';
import { TokensService } from '../tokens.service.js';
import { CLIENT_ID, FakeAccounts, NEW_SECRET } from './fake-accounts.js';

export const ORGANIZATION = '11111111-1111-4111-8111-111111111111';
export const AGENT: AccountRef = {
  organizationId: ORGANIZATION,
  accountId: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
};
export const OTHER_AGENT: AccountRef = {
  organizationId: ORGANIZATION,
  accountId: 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb',
};
export const HOUR = 3_600_000;

export const REFUSE_WRITES = `CREATE TRIGGER full BEFORE UPDATE OF access_token ON grants
  BEGIN SELECT RAISE(FAIL, 'disk full'); END`;

export interface CustodyOptions {
  readonly accounts?: FakeAccounts;
  readonly clock?: ManualClock;
  /** A folder shared with another custody: a replica, or the next process. */
  readonly folder?: string;
  readonly config?: Partial<TokensConfig>;
  readonly keys?: readonly [EncryptionKey, ...EncryptionKey[]];
}

export function encryptionKey(id: string, fill = 7): EncryptionKey {
  return { id, key: new Secret('encryption_key', Buffer.alloc(32, fill).toString('base64')) };
}

/** The room by itself, with its real database, a real HTTP accounts server and a clock to advance. */
export class RunningCustody {
  constructor(
    private readonly module: TestingModule,
    readonly accounts: FakeAccounts,
    readonly clock: ManualClock,
    readonly folder: string,
    readonly logs: LogLines,
  ) {}

  get tokens(): TokensService {
    return this.module.get(TokensService);
  }

  get database(): DataSource {
    return this.module.get(DataSource);
  }

  get<Part>(part: abstract new (...dependencies: never[]) => Part): Part {
    return this.module.get<Part>(part);
  }

  /** An account signs in; its tokens expire in eight hours unless told. */
  async signIn(
    account: AccountRef = AGENT,
    lifetimeMs?: number,
  ): Promise<{ grant: GrantRef; issued: IssuedTokens }> {
    const issued = this.accounts.issue(account, this.clock.now(), lifetimeMs);
    return { grant: await this.tokens.save(issued), issued };
  }

  async rows(table: 'grants' | 'pending_revocations' | 'installations'): Promise<Record<string, unknown>[]> {
    return this.database.query(`SELECT * FROM ${table}`);
  }

  /** From now on no pair can be written, until the returned function is called. */
  async refuseWrites(): Promise<() => Promise<void>> {
    await this.database.query(REFUSE_WRITES);
    return async () => {
      await this.database.query('DROP TRIGGER full');
    };
  }

  close(): Promise<void> {
    return this.module.close();
  }
}

type Slice = Exclude<Provider, new (...dependencies: never[]) => unknown>;

@Module({})
class TestSettings {
  static of(slices: Slice[]): DynamicModule {
    const exports = slices.map(({ provide }) => provide);
    return { module: TestSettings, global: true, providers: slices, exports };
  }
}

export async function startCustody(options: CustodyOptions = {}): Promise<RunningCustody> {
  const accounts = options.accounts ?? (await startAccounts());
  const clock = options.clock ?? new ManualClock();
  const folder = options.folder ?? emptyFolder();
  const logs = new LogLines('debug');
  const keyring = new Keyring(options.keys ?? [encryptionKey('k1')]);
  const schema = { entities: tokensEntities, migrations: tokensMigrations };
  const module = await Test.createTestingModule({
    imports: [
      TestSettings.of([
        { provide: DatabaseConfig, useValue: new DatabaseConfig(`sqlite:${folder}/test.sqlite`) },
        { provide: HttpConfig, useValue: httpConfig(folder) },
        { provide: TokensConfig, useValue: tokensConfig(accounts.url, options.config) },
      ]),
      FoundationModule.forRoot({ clock, log: logs.log, keyring }),
      DatabaseModule.forRoot(schema, { asServer: false }),
      TokensModule,
    ],
  }).compile();
  await module.init();
  closeAfterTest(() => module.close());
  return new RunningCustody(module, accounts, clock, folder, logs);
}

/** Signed in, with an access token that has just expired. */
export async function startExpired(): Promise<
  { custody: RunningCustody } & Awaited<ReturnType<RunningCustody['signIn']>>
> {
  const custody = await startCustody();
  const signedIn = await custody.signIn(AGENT, 1_000);
  await custody.clock.advance(1_000);
  return { custody, ...signedIn };
}

export async function startAccounts(): Promise<FakeAccounts> {
  const accounts = await FakeAccounts.start();
  closeAfterTest(() => accounts.close());
  return accounts;
}

export function tokensConfig(accountsUrl: string, values: Partial<TokensConfig> = {}): TokensConfig {
  return new TokensConfig({
    clientId: CLIENT_ID,
    clientSecrets: [new Secret('client_secret', NEW_SECRET)],
    accountsUrl: new URL(accountsUrl),
    scopes: [],
    renewBeforeExpiryMs: 300_000,
    tokenEndpointTimeoutMs: 5_000,
    ...values,
  });
}

export function httpConfig(dataDir: string): HttpConfig {
  return new HttpConfig({
    host: '127.0.0.1',
    port: 3000,
    publicUrl: new URL('http://localhost:3000'),
    allowedOrigins: [],
    trustedProxies: [],
    dataDir,
    isProduction: false,
  });
}
