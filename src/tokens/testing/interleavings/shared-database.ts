import { DataSource, type DataSourceOptions } from 'typeorm';

import { type Clock, DatabaseConfig, dataSourceOptions, openDatabase } from '../../../foundation/index.js';
import { tokensEntities, tokensMigrations } from '../../tokens.schema.js';
import type { ProcessLife } from './process-life.js';

type Query = (...statement: unknown[]) => Promise<unknown>;

interface Connection {
  readonly database: DataSource;
  readonly query: Query;
}

/** One SQLite file for the processes of all runs. A process has a connection to itself, as on PostgreSQL. */
export class SharedDatabase {
  private readonly free: Connection[] = [];
  private readonly all: Connection[] = [];

  private constructor(private readonly options: DataSourceOptions) {}

  static async open(path: string, clock: Clock): Promise<SharedDatabase> {
    const schema = { entities: tokensEntities, migrations: tokensMigrations };
    const config = new DatabaseConfig(`sqlite:${path}`);
    await (await openDatabase(config, clock, schema)).destroy();
    return new SharedDatabase(dataSourceOptions(config, clock, schema));
  }

  /** A connection whose every statement is an effect of the process. Its end leaves it to another: opening is slow. */
  async connect(process: ProcessLife, written: () => void): Promise<DataSource> {
    const connection = this.free.pop() ?? (await this.opened());
    const { database, query } = connection;
    const effect: Query = (...statement) => process.statement(() => query(...statement), written);
    Object.assign(database.createQueryRunner(), { query: effect }); // the driver has but one
    process.onEnd(() => this.free.push(connection));
    return database;
  }

  async close(): Promise<void> {
    for (const { database } of this.all) await database.destroy();
  }

  private async opened(): Promise<Connection> {
    const database = await new DataSource(this.options).initialize();
    const runner = database.createQueryRunner();
    const connection = { database, query: runner.query.bind(runner) as Query };
    await connection.query('PRAGMA synchronous = OFF'); // no power cuts here
    this.all.push(connection);
    return connection;
  }
}
