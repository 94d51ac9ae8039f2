import type { DataSource } from 'typeorm';

import { environment } from '../app/environment.js';
import { isSandboxMode, sandboxEnvironment } from '../app/sandbox-mode.js';
import { readSettings, type Settings } from '../app.config.js';
import { databaseSchema } from '../app.module.js';
import { dataSourceOptions, openDatabase, SystemClock } from '../foundation/index.js';

/** The settings a command works with: the server's own, also in sandbox mode. */
export function commandSettings(): Settings {
  const given = environment();
  return readSettings(isSandboxMode(given) ? sandboxEnvironment(given, 'http://127.0.0.1') : given);
}

/** Opens the server's database beside the running server, and closes it after the work. */
export async function withDatabase<T>(work: (database: DataSource) => Promise<T>): Promise<T> {
  const { database } = commandSettings();
  const open = await openDatabase(dataSourceOptions(database, new SystemClock(), databaseSchema));
  try {
    return await work(open);
  } finally {
    await open.destroy();
  }
}
