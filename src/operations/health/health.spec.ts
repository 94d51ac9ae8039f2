import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { HealthCheckResult } from '@nestjs/terminus';
import { TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';

import { DatabaseProbe, Keyring, Log, type LogFields, Secret } from '../../foundation/index.js';
import { ConfigurationAlarm, type KeyNeed, NeededKeys } from '../../tokens/index.js';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

const KEY = Buffer.alloc(32, 7).toString('base64');

class Probe {
  failure: string | undefined;
  isPending = false;

  check(): void {
    if (this.failure !== undefined) throw new Error(this.failure);
  }

  hasPendingMigrations(): Promise<boolean> {
    return Promise.resolve(this.isPending);
  }
}

class Alarm {
  isRaised = false;
  cause: string | undefined;
}

class Keys {
  lacking: KeyNeed[] | Error = [];

  missing(): Promise<KeyNeed[]> {
    return this.lacking instanceof Error ? Promise.reject(this.lacking) : Promise.resolve(this.lacking);
  }
}

class Lines {
  readonly events: string[] = [];
  readonly info = ({ event }: LogFields): number => this.events.push(event);
  readonly warn = this.info;
}

let app: NestFastifyApplication;
let probe: Probe;
let alarm: Alarm;
let keys: Keys;
let lines: Lines;
let keyring: { seal: Keyring['seal']; open: Keyring['open'] };

beforeEach(async () => {
  [probe, alarm, keys, lines] = [new Probe(), new Alarm(), new Keys(), new Lines()];
  keyring = new Keyring([{ id: 'test', key: new Secret('encryption_key', KEY) }]);
  const testing = await Test.createTestingModule({
    imports: [TerminusModule.forRoot({ logger: false })],
    controllers: [HealthController],
    providers: [
      Readiness,
      { provide: DatabaseProbe, useValue: probe },
      { provide: ConfigurationAlarm, useValue: alarm },
      { provide: Keyring, useValue: keyring },
      { provide: NeededKeys, useValue: keys },
      { provide: Log, useValue: lines },
    ],
  }).compile();
  app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
});

afterEach(() => app.close());

interface Checked {
  readonly status: number;
  readonly headers: Headers;
  readonly report: HealthCheckResult;
}

async function check(path: string): Promise<Checked> {
  const reply = await fetch(`${await app.getUrl()}${path}`);
  return { status: reply.status, headers: reply.headers, report: (await reply.json()) as HealthCheckResult };
}

describe('GET /health/ready', () => {
  it('is 200 when every check is up, and says a sentence for each', async () => {
    const { status, report } = await check('/health/ready');

    expect(status).toBe(200);
    expect(report.status).toBe('ok');
    expect(Object.keys(report.details)).toEqual(['database', 'migrations', 'keys', 'token_endpoint']);
    for (const found of Object.values(report.details)) {
      expect(found).toEqual({ status: 'up', message: expect.stringMatching(/^[A-Z].*\.$/) });
    }
  });

  it('is 503 with the probe’s reason when the database fails; the other checks are still told', async () => {
    probe.failure = 'The database file was removed or replaced while the server was running. Restart it.';

    const { status, report } = await check('/health/ready');

    expect(status).toBe(503);
    expect(report.status).toBe('error');
    expect(report.error).toEqual({ database: { status: 'down', message: probe.failure } });
    expect(report.info?.['keys']?.status).toBe('up');
  });

  it('is 503 while migrations are pending, and says what to do', async () => {
    probe.isPending = true;

    const { status, report } = await check('/health/ready');

    expect(status).toBe(503);
    expect(report.error?.['migrations']?.['message']).toContain('livechat-app migrate');
  });

  it('is 503 when the key does not open what it sealed', async () => {
    keyring.open = () => {
      throw new Error('This text cannot be opened.');
    };

    const { status, report } = await check('/health/ready');

    expect(status).toBe(503);
    expect(report.details['keys']).toEqual({ status: 'down', message: 'This text cannot be opened.' });
  });

  it('is 503 while rows are sealed with a key that is not there, and names it without counting', async () => {
    keys.lacking = [{ keyId: 'new', rows: 71_431, spooledPairs: 0 }];

    const { status, report } = await check('/health/ready');

    expect(status).toBe(503);
    expect(report.details['keys']?.['message']).toMatch(/ENCRYPTION_KEYS lacks: "new"\./);
    expect(JSON.stringify(report)).not.toContain('71431');
  });

  it('does not repeat what the database’s driver says when it is asked for keys', async () => {
    keys.lacking = new Error('connect ECONNREFUSED db.internal:5432');

    const { report } = await check('/health/ready');

    expect(report.details['keys']?.status).toBe('down');
    expect(JSON.stringify(report)).not.toContain('db.internal');
  });

  it('is 503 with the alarm’s cause while the token endpoint is in alarm, and recovers with it', async () => {
    alarm.isRaised = true;
    alarm.cause = 'invalid_client';

    const inAlarm = await check('/health/ready');
    alarm.isRaised = false;
    const after = await check('/health/ready');

    expect(inAlarm.status).toBe(503);
    expect(inAlarm.report.details['token_endpoint']?.['message']).toMatch(
      /\(invalid_client\).*LIVECHAT_CLIENT_SECRET/,
    );
    expect(after.status).toBe(200);
  });

  it('is logged when it changes, not every time it is asked', async () => {
    await check('/health/ready');
    probe.failure = 'The database cannot be written to.';
    await check('/health/ready');
    await check('/health/ready');
    probe.failure = undefined;
    await check('/health/ready');

    expect(lines.events).toEqual(['health.not_ready', 'health.ready']);
  });

  it('is kept by nobody, ready or not', async () => {
    const ready = await check('/health/ready');
    probe.isPending = true;
    const notReady = await check('/health/ready');

    expect([ready, notReady].map(({ headers }) => headers.get('cache-control'))).toEqual([
      'no-store',
      'no-store',
    ]);
  });

  it('says that the process is shutting down once it is', async () => {
    const readiness = app.get(Readiness);

    await app.close();

    expect((await readiness.report()).status).toBe('shutting_down');
  });
});

describe('GET /health/live', () => {
  it('is 200 whatever the database does', async () => {
    probe.failure = 'The database cannot be written to.';

    const { status, report, headers } = await check('/health/live');

    expect(status).toBe(200);
    expect(report).toEqual({ status: 'ok' });
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
