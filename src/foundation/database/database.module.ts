import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSourceOptions } from 'typeorm';

import { Clock } from '../clock/clock.js';
import { DatabaseChanges } from './database-changes.js';
import { DatabaseProbe } from './database-probe.js';
import { DatabaseConfig } from './database.config.js';
import { type DatabaseSchema, dataSourceOptions, openDatabase } from './open-database.js';
import { SqliteServerLock } from './sqlite-server-lock.js';

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

/** The database, opened once with its schema up to date. */
@Module({})
export class DatabaseModule {
  static forRoot(schema: DatabaseSchema, { asServer }: { asServer: boolean }): DynamicModule {
    const lock = ServerLockModule.forRoot({ asServer });
    const typeOrm = TypeOrmModule.forRootAsync({
      imports: [lock],
      inject: [DatabaseConfig, Clock, SqliteServerLock], // the lock first: a second server must not even migrate
      useFactory: (config: DatabaseConfig, clock: Clock) => ({
        ...dataSourceOptions(config, clock, schema),
        toRetry: () => false, // what cannot be opened now is told to whoever starts the server, at once
      }),
      dataSourceFactory: (options) => openDatabase(options as DataSourceOptions),
    });
    return {
      module: DatabaseModule,
      global: true,
      imports: [typeOrm],
      providers: [DatabaseChanges, DatabaseProbe],
      exports: [DatabaseChanges, DatabaseProbe],
    };
  }
}
