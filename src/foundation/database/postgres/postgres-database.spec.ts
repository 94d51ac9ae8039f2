import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, connect, type Socket } from 'node:net';
import { Client } from 'pg';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';

import { emptyDatabase } from '../../../../test/support/database.js';
import { LogLines } from '../../../../test/support/log-lines.js';
import { ManualClock } from '../../../../test/support/manual-clock.js';
import { closeAfterTest } from '../../../../test/support/opened.js';
import { PostgresServer } from '../../../../test/support/postgres/postgres-server.js';
import { DatabaseConfig } from '../database.config.js';
import { DatabaseUnavailable } from '../database-unavailable.js';
import { openDatabase } from '../open-database.js';
import { PoolClient } from './pool-client.js';
import { PostgresChanges } from './postgres-changes.js';
import { PostgresPlace } from './postgres-place.js';
import { PostgresProbe } from './postgres-probe.js';
import { tellChanges } from './tell-changes.js';

class CreateNotes1764547200000 implements MigrationInterface {
  readonly name = 'CreateNotes1764547200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE notes (id varchar PRIMARY KEY, text varchar, read_at bigint)');
    await tellChanges(runner, 'notes', { key: ['id'], columns: ['text'] });
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward'));
  }
}

const schema = { entities: [], migrations: [CreateNotes1764547200000] };
const clock = new ManualClock();

async function emptyUrl(): Promise<string> {
  return (await emptyDatabase()).DATABASE_URL ?? '';
}

async function open(url: string): Promise<DataSource> {
  const database = await openDatabase(new DatabaseConfig(url), clock, schema);
  closeAfterTest(() => database.destroy());
  return database;
}

describe('openDatabase on PostgreSQL', () => {
  it('gives SQL the server’s clock, in milliseconds', async () => {
    const database = await open(await emptyUrl());

    const [{ now }] = await database.query('SELECT now_ms() AS now');

    expect(Math.abs(Number(now) - Date.now())).toBeLessThan(60_000);
  });

  it('lets no statement and no lock wait for ever', async () => {
    const database = await open(await emptyUrl());

    expect(await database.query('SHOW statement_timeout')).toEqual([{ statement_timeout: '10s' }]);
    expect(await database.query('SHOW lock_timeout')).toEqual([{ lock_timeout: '5s' }]);
  });

  it('runs each migration once, however many processes start at the same time', async () => {
    const url = await emptyUrl();

    const databases = await Promise.all(Array.from({ length: 10 }, () => open(url)));

    const names = await databases[0]!.query('SELECT name FROM migrations ORDER BY name');
    expect(names).toEqual([
      { name: 'CreateDatabaseFunctions1760000000000' },
      { name: 'CreateNotes1764547200000' },
    ]);
  });

  it.each([
    ['a database that is not there', (url: URL) => (url.pathname = '/nowhere'), 'no database of that name'],
    ['a wrong password', (url: URL) => (url.password = 'very-wrong'), 'refuses the user or the password'],
    ['a port where nothing listens', (url: URL) => (url.port = '9'), 'nothing listens there'],
    ['a host that is none', (url: URL) => (url.hostname = 'not-a-host.invalid'), 'host'],
  ])('says what is wrong with %s, and not the password', async (_what, change, reason) => {
    const url = new URL(await emptyUrl());
    change(url);

    const refused = await open(url.href).catch((error: unknown) => String(error));

    expect(refused).toContain(reason);
    expect(refused).toContain(url.host);
    expect(refused).not.toContain(url.password);
  });
});

/** One replica’s ear, and another’s hand. */
async function listening(url: string) {
  const database = await open(url);
  const logs = new LogLines('debug');
  const changes = new PostgresChanges(new PostgresPlace(url, 2), clock, logs.log);
  const heard: string[] = [];
  let waiting: () => void = () => undefined;
  const hear = (what: string): void => {
    heard.push(what);
    waiting();
  };
  changes.watch('notes', {
    changed: (...key) => {
      hear(key.join());
    },
    anything: () => {
      hear('anything');
    },
  });
  const until = async (what: string): Promise<void> => {
    while (!heard.includes(what)) await new Promise<void>((wake) => (waiting = wake));
  };
  await changes.onModuleInit();
  closeAfterTest(() => changes.onApplicationShutdown());
  heard.splice(0); // whatever was remembered before it listened
  return { database, changes, heard, until, logs };
}

describe('PostgresChanges', () => {
  it('hears which rows came, changed or went, and nothing of columns that nobody remembers', async () => {
    const { database, heard, until } = await listening(await emptyUrl());

    await database.query(`INSERT INTO notes VALUES ('n1', 'one', 0)`);
    await database.query(`UPDATE notes SET read_at = 5`);
    await database.query(`UPDATE notes SET text = 'uno'`);
    await database.query(`DELETE FROM notes`);
    await database.query(`INSERT INTO notes VALUES ('n2', 'two', 0)`);

    await until('n2');
    expect(heard).toEqual(['n1', 'n1', 'n1', 'n2']);
  });

  it('hears nothing of what was rolled back', async () => {
    const { database, heard, until } = await listening(await emptyUrl());

    await database
      .transaction(async (manager) => {
        await manager.query(`INSERT INTO notes VALUES ('undone', '', 0)`);
        throw new Error('roll back');
      })
      .catch(() => undefined);
    await database.query(`INSERT INTO notes VALUES ('done', '', 0)`);

    await until('done');
    expect(heard).toEqual(['done']);
  });

  it.each(['not json', '{}', 'null', '', '[1]', '["notes",{"id":1}]'])(
    'believes nothing remembered after a notification that is none of ours: %s',
    async (payload) => {
      const { database, until } = await listening(await emptyUrl());

      await database.query('SELECT pg_notify($1, $2)', ['livechat_app_changes', payload]);

      await until('anything');
    },
  );

  it('believes nothing remembered after its connection broke, and then listens again', async () => {
    const { database, heard, until } = await listening(await emptyUrl());
    await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_notify%' AND pid <> pg_backend_pid()`,
    );

    await clock.advance(500);
    await until('anything');
    heard.splice(0);
    for (let look = 0; look < 50 && heard.length === 0; look += 1) {
      await clock.advance(500);
      await database.query(`INSERT INTO notes VALUES ('n${look}', '', 0)`);
    }
    await until('anything');
    await database.query(`INSERT INTO notes VALUES ('heard again', '', 0)`);
    await until('heard again');
  });

  it('believes nothing remembered while words to itself get lost on the way', async () => {
    const url = new URL(await emptyUrl());
    const line = await silentLine(Number(url.port));
    url.port = String(line.port);
    const { heard, until } = await listening(url.href);

    await clock.advance(500);
    expect(heard).toEqual([]);
    line.goSilent();
    await clock.advance(500);

    await until('anything');
  });
});

/** A connection that goes dead without a word, as behind a firewall that forgot it. */
async function silentLine(port: number) {
  const sockets: Socket[] = [];
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    sockets.push(near, far);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closeAfterTest(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as { port: number }).port,
    goSilent: () => {
      for (const socket of sockets) socket.unpipe();
    },
  };
}

describe('a PostgreSQL server that goes away', () => {
  it('is told apart from mistakes in statements, and is used again when it is back', async () => {
    const server = await PostgresServer.start();
    closeAfterTest(() => server.remove());
    const database = await open(server.urlOf('postgres'));
    const probe = new PostgresProbe(database);
    const errorOf = (query: string) => database.query(query).catch((error: unknown) => error);

    await server.stop('immediate');
    expect(DatabaseUnavailable.from(await errorOf('SELECT 1'))).toBeInstanceOf(DatabaseUnavailable);
    expect(DatabaseUnavailable.from(await errorOf('SELECT 1'))).toBeInstanceOf(DatabaseUnavailable);
    await expect(probe.check()).rejects.toThrow('does not answer');

    const ofSomethingElse = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect(DatabaseUnavailable.from(ofSomethingElse)).toBeUndefined();

    await server.startAgain();
    await expect(probe.check()).resolves.toBeUndefined();
    expect(DatabaseUnavailable.from(await errorOf('SELECT nothing'))).toBeUndefined();
  });

  it('is told when it cuts off a statement under way', async () => {
    const database = await open(await emptyUrl());
    const cutOff = database.query('SELECT pg_sleep(60)').catch((error: unknown) => error);
    const sleeper = `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()`;
    while ((await database.query(sleeper)).length === 0);

    expect(DatabaseUnavailable.from(await cutOff)).toBeInstanceOf(DatabaseUnavailable);
  });

  it('ends no process with an error that comes when nobody listens for it yet', () => {
    expect(new PoolClient().emit('error', new Error('57P01'))).toBe(true);
  });

  it('fails readiness while it takes no writes', async () => {
    const url = await emptyUrl();
    const owner = new Client(url);
    await owner.connect();
    await owner.query(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$`,
    );
    await owner.end();
    const database = await open(`${url}?options=-c%20default_transaction_read_only%3Doff`);
    await database.query('SET default_transaction_read_only = on');

    await expect(new PostgresProbe(database).check()).rejects.toThrow('takes no writes');
  });
});
