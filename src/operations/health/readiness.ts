import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import { type HealthCheckResult, HealthCheckService, type HealthIndicatorResult } from '@nestjs/terminus';

import { DatabaseProbe, Keyring, Log } from '../../foundation/index.js';
import { ConfigurationAlarm, NeededKeys } from '../../tokens/index.js';

/** Throws, with a sentence for the operator, when something is not ready; else says what is. */
type Check = () => string | Promise<string>;

/** Whether this process can do its work: what a load balancer asks. */
@Injectable()
export class Readiness {
  private lastStatus: HealthCheckResult['status'] = 'ok';

  constructor(
    private readonly health: HealthCheckService,
    private readonly database: DatabaseProbe,
    private readonly keyring: Keyring,
    private readonly neededKeys: NeededKeys,
    private readonly alarm: ConfigurationAlarm,
    private readonly log: Log,
  ) {}

  /** Every check with its status and a sentence. Open to anyone, so the sentences hold no secrets. */
  async report(): Promise<HealthCheckResult> {
    const report = await this.run();
    if (report.status !== this.lastStatus) this.logChange(report);
    this.lastStatus = report.status;
    return report;
  }

  private async run(): Promise<HealthCheckResult> {
    try {
      return await this.health.check([
        indicator('database', () => this.databaseIsWritable()),
        indicator('migrations', () => this.schemaIsCurrent()),
        indicator('keys', () => this.keysWork()),
        indicator('token_endpoint', () => this.tokenEndpointIsNotInAlarm()),
      ]);
    } catch (error) {
      if (error instanceof ServiceUnavailableException) return error.getResponse() as HealthCheckResult;
      throw error;
    }
  }

  private async databaseIsWritable(): Promise<string> {
    await this.database.check();
    return 'The database can be read and written.';
  }

  private async schemaIsCurrent(): Promise<string> {
    const isPending = await this.database.hasPendingMigrations().catch((cause: unknown) => {
      throw new Error('The database does not say which migrations have run.', { cause });
    });
    if (isPending)
      throw new Error('Migrations are pending. Run `livechat-app migrate`, or restart the server.');
    return 'Every migration has run.';
  }

  /** A server that runs may come to lack a key: somebody resealed under one that it was not started with. */
  private async keysWork(): Promise<string> {
    const boundTo = ['readiness'];
    if (this.keyring.open(this.keyring.seal('probe', boundTo), boundTo) !== 'probe')
      throw new Error('The encryption key does not open what it sealed. Check ENCRYPTION_KEYS.');
    const missing = await this.neededKeys.missing().catch((cause: unknown) => {
      throw new Error('The database does not say which encryption keys it needs.', { cause });
    });
    if (missing.length > 0) {
      const ids = missing.map(({ keyId }) => `"${keyId}"`).join(', ');
      throw new Error(
        `Stored tokens are sealed with a key that ENCRYPTION_KEYS lacks: ${ids}. Put it back behind the first key, and restart.`,
      );
    }
    return 'The encryption keys open everything that is stored.';
  }

  private tokenEndpointIsNotInAlarm(): string {
    if (this.alarm.isRaised) {
      const said = this.alarm.cause ?? 'no reason given';
      throw new Error(
        `LiveChat refuses this app’s client id or secret (${said}). Check LIVECHAT_CLIENT_ID and LIVECHAT_CLIENT_SECRET.`,
      );
    }
    return 'LiveChat has not refused this app’s client id or secret.';
  }

  private logChange({ status, error }: HealthCheckResult): void {
    const failing = Object.fromEntries(
      Object.entries(error ?? {}).map(([name, check]) => [name, check?.['message'] as unknown]),
    );
    if (status === 'ok') this.log.info({ event: 'health.ready' });
    else this.log.warn({ event: 'health.not_ready', status, failing });
  }
}

function indicator(name: string, check: Check): () => Promise<HealthIndicatorResult> {
  return async () => {
    try {
      return { [name]: { status: 'up', message: await check() } };
    } catch (error) {
      return {
        [name]: { status: 'down', message: error instanceof Error ? error.message : 'Unknown failure.' },
      };
    }
  };
}
