import { DataSource, MigrationExecutor } from 'typeorm';

/** Says whether the database can be read and written, for readiness. */
export abstract class DatabaseProbe {
  constructor(protected readonly database: DataSource) {}

  /** @throws Error with a sentence for the operator */
  abstract check(): void | Promise<void>;

  /** Whether migrations wait to be run. */
  async hasPendingMigrations(): Promise<boolean> {
    return (await new MigrationExecutor(this.database).getPendingMigrations()).length > 0;
  }
}
