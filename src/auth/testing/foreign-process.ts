import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { closeAfterTest } from '../../../test/support/opened.js';

/** A database file that another process can write to. */
export function databaseFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'auth-'));
  closeAfterTest(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, 'livechat.sqlite');
}

/** Writes as another process would: through a connection of its own. */
export function writeFromOutside(file: string, statement: string): void {
  const connection = new Database(file);
  connection.exec(statement);
  connection.close();
}
