import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Clock } from '../../clock/clock.js';
import { DatabaseChanges } from '../database-changes.js';
import { sqliteConnectionOf } from './sqlite-connection.js';

const LOOK_EVERY_MS = 1_000;

/**
 * Tells when another process wrote to the database: caches are dropped then.
 *
 * `PRAGMA data_version` changes only with commits of other connections: https://sqlite.org/pragma.html#pragma_data_version
 */
@Injectable()
export class SqliteChanges extends DatabaseChanges implements OnModuleInit, OnApplicationShutdown {
  private seenVersion: unknown;
  private stop: () => void = () => undefined;

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** A file is never away. */
  get answeringForMs(): number {
    return Infinity;
  }

  onModuleInit(): void {
    this.seenVersion = this.version();
    this.stop = this.clock.every(LOOK_EVERY_MS, () => {
      this.look();
    });
  }

  onApplicationShutdown(): void {
    this.stop();
  }

  private look(): void {
    const version = this.version();
    if (version === this.seenVersion) return;
    this.seenVersion = version;
    this.tellOfAnything();
  }

  private version(): unknown {
    return sqliteConnectionOf(this.database).pragma('data_version', { simple: true });
  }
}
