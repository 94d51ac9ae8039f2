import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { Clock } from '../clock/clock.js';
import { Log } from '../logging/log.js';
import { DatabaseChanges } from './database-changes.js';
import { DatabaseProbe } from './database-probe.js';
import { DatabaseConfig } from './database.config.js';
import { type DatabaseSchema, dataSourceOptions, openDatabase } from './open-database.js';
import { PostgresChanges } from './postgres/postgres-changes.js';
import { PostgresProbe } from './postgres/postgres-probe.js';
import { SqliteChanges } from './sqlite/sqlite-changes.js';
import { SqliteProbe } from './sqlite/sqlite-probe.js';
import { SqliteServerLock } from './sqlite/sqlite-server-lock.js';

/** Lets one server at a time into an SQLite file; a command line works beside it. */
@Module({})
class ServerLockModule {
  static forRoot({ asServer }: { asServer: boolean }): DynamicModule {
    const lock = {
      provide: SqliteServerLock,
      inject: [DatabaseConfig],
      useFactory: (config: DatabaseConfig) =>
        asServer ? SqliteServerLock.take(config) : SqliteServerLock.none(),
    };
    return { module: ServerLockModule, providers: [lock], exports: [SqliteServerLock] };
  }
}

const changes = {
  provide: DatabaseChanges,
  inject: [DataSource, DatabaseConfig, Clock, Log],
  useFactory: (database: DataSource, { place }: DatabaseConfig, clock: Clock, log: Log) =>
    place.engine === 'postgres' ? new PostgresChanges(place, clock, log) : new SqliteChanges(database, clock),
};

const probe = {
  provide: DatabaseProbe,
  inject: [DataSource, DatabaseConfig],
  useFactory: (database: DataSource, { place }: DatabaseConfig) =>
    place.engine === 'postgres' ? new PostgresProbe(database) : new SqliteProbe(database, place),
};

/** The database, opened once with its schema up to date. */
@Module({})
export class DatabaseModule {
  static forRoot(schema: DatabaseSchema, { asServer }: { asServer: boolean }): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [typeOrm(schema, ServerLockModule.forRoot({ asServer }))],
      providers: [changes, probe],
      exports: [changes, probe],
    };
  }
}

function typeOrm(schema: DatabaseSchema, lock: DynamicModule): DynamicModule {
  let open: () => Promise<DataSource>;
  return TypeOrmModule.forRootAsync({
    imports: [lock],
    inject: [DatabaseConfig, Clock, SqliteServerLock], // the lock first: a second server must not even migrate
    useFactory: (config: DatabaseConfig, clock: Clock) => {
      open = () => openDatabase(config, clock, schema);
      // What cannot be opened now is told to whoever starts the server, at once.
      return { ...dataSourceOptions(config, clock, schema), toRetry: () => false };
    },
    dataSourceFactory: () => open(),
  });
}
