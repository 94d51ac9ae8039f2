import Database from 'better-sqlite3';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { RunningCustody } from './start-custody.js';

/** The folder of pairs that wait for the database. */
export const spoolOf = ({ folder }: RunningCustody): string => join(folder, 'spool');

/** The names of its files. */
export function spooled(custody: RunningCustody): string[] {
  try {
    return readdirSync(spoolOf(custody)).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

/** Changes the database beside the process, or when it has stopped. */
export function inDatabaseOf({ folder }: RunningCustody, statement: string): void {
  const database = new Database(join(folder, 'test.sqlite'));
  database.exec(statement);
  database.close();
}
