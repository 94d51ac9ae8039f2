import { DataSource, MigrationExecutor } from 'typeorm';

/** The connections that this process has to a database server. */
export interface DatabaseConnections {
  readonly inUse: number;
  /** Statements that wait until one is free. */
  readonly waiting: number;
}

/** Says whether the database can be read and written, for readiness, and how busy it is. */
export abstract class DatabaseProbe {
  constructor(protected readonly database: DataSource) {}

  /** @throws Error with a sentence for the operator */
  abstract check(): void | Promise<void>;

  /** Undefined where there is no server to connect to. */
  abstract get connections(): DatabaseConnections | undefined;

  /** Whether migrations wait to be run. */
  async hasPendingMigrations(): Promise<boolean> {
    return (await new MigrationExecutor(this.database).getPendingMigrations()).length > 0;
  }
}
