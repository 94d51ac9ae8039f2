import type { OnModuleInit } from '@nestjs/common';
import { statSync } from 'node:fs';
import type { DataSource } from 'typeorm';

import { DatabaseProbe } from '../database-probe.js';
import { sqliteConnectionOf } from './sqlite-connection.js';
import type { SqlitePlace } from './sqlite-place.js';

export class SqliteProbe extends DatabaseProbe implements OnModuleInit {
  private openedFile: string | undefined;

  constructor(
    database: DataSource,
    private readonly place: SqlitePlace,
  ) {
    super(database);
  }

  onModuleInit(): void {
    this.openedFile = this.fileIdentity();
  }

  get connections(): undefined {
    return undefined;
  }

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

  private fileIdentity(): string | undefined {
    if (this.place.isInMemory) return undefined;
    const file = statSync(this.place.path, { bigint: true, throwIfNoEntry: false });
    return file ? `${file.dev}:${file.ino}` : 'missing';
  }
}
