import type { OnApplicationShutdown } from '@nestjs/common';
import Database from 'better-sqlite3';

import type { DatabaseConfig } from '../database.config.js';
import { StartRefused } from '../start-refused.js';
import { makePrivateFile, sqliteRefusal } from './sqlite-refusal.js';

const SERVER_REMEDY =
  'SQLite is for one server process: stop the other one, or give this one a file of its own in DATABASE_URL.';

/**
 * Keeps a second server away from one SQLite file.
 *
 * An exclusive transaction on a small file beside the database, held for as long as the process lives: the operating
 * system gives it back when the process dies, however it dies. A command does not take it, but for one that must
 * be alone.
 */
export class SqliteServerLock implements OnApplicationShutdown {
  private constructor(private readonly file?: Database.Database) {}

  /**
   * @param remedy what to do when another process holds it
   * @throws StartRefused when another process holds it, or the folder cannot be written to
   */
  static take({ place }: DatabaseConfig, remedy = SERVER_REMEDY): SqliteServerLock {
    if (place.engine !== 'sqlite' || place.isInMemory) return SqliteServerLock.none();
    const file = openLockFile(place.path);
    try {
      file.exec('BEGIN EXCLUSIVE');
      return new SqliteServerLock(file);
    } catch (cause) {
      file.close();
      throw (cause as { code?: string }).code === 'SQLITE_BUSY'
        ? inUse(place.path, remedy, cause)
        : sqliteRefusal(place.path, cause);
    }
  }

  static none(): SqliteServerLock {
    return new SqliteServerLock();
  }

  onApplicationShutdown(): void {
    this.file?.close();
  }
}

function openLockFile(databasePath: string): Database.Database {
  try {
    const lockPath = `${databasePath}.server-lock`;
    makePrivateFile(lockPath);
    return new Database(lockPath, { timeout: 0 });
  } catch (cause) {
    throw sqliteRefusal(databasePath, cause);
  }
}

function inUse(path: string, remedy: string, cause: unknown): StartRefused {
  return new StartRefused(`A server uses the database ${path}, or a command copies it. ${remedy}`, { cause });
}
