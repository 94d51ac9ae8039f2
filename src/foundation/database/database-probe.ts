import { Injectable, type OnModuleInit } from '@nestjs/common';
import { statSync } from 'node:fs';
import { DataSource, MigrationExecutor } from 'typeorm';

import { DatabaseConfig } from './database.config.js';
import { sqliteConnectionOf } from './sqlite-connection.js';

/** Says whether the database can be read and written, for readiness. */
@Injectable()
export class DatabaseProbe implements OnModuleInit {
  private openedFile: string | undefined;

  constructor(
    private readonly database: DataSource,
    private readonly config: DatabaseConfig,
  ) {}

  onModuleInit(): void {
    this.openedFile = this.fileIdentity();
  }

  /** @throws Error with a sentence for the operator */
  check(): void {
    // SQLite goes on writing to a file that was deleted or replaced: what it writes is lost at the next start.
    if (this.fileIdentity() !== this.openedFile) {
      throw new Error('The database file was removed or replaced while the server was running. Restart it.');
    }
    try {
      const connection = sqliteConnectionOf(this.database);
      connection.exec('BEGIN IMMEDIATE');
      connection.exec('ROLLBACK');
    } catch (cause) {
      throw new Error('The database cannot be written to.', { cause });
    }
  }

  /** Whether migrations wait to be run. */
  async hasPendingMigrations(): Promise<boolean> {
    return (await new MigrationExecutor(this.database).getPendingMigrations()).length > 0;
  }

  private fileIdentity(): string | undefined {
    if (this.config.isInMemory) return undefined;
    const file = statSync(this.config.path, { bigint: true, throwIfNoEntry: false });
    return file ? `${file.dev}:${file.ino}` : 'missing';
  }
}
