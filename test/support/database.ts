import Database from 'better-sqlite3';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { closeAfterTest } from './opened.js';
import { changeInPostgres, emptyPostgresDatabase, inPostgres, textOfPostgres } from './postgres/databases.js';

type Env = Readonly<Record<string, string>>;

/** The engine that this run of the suites is about: jest.config.js has a project for each. */
export const testedEngine = (globalThis as { testedEngine?: 'postgres' }).testedEngine ?? 'sqlite';

/** An empty database of the test's own, as settings: SQLite's lies in DATA_DIR without being told. */
export async function emptyDatabase(): Promise<Record<string, string>> {
  return testedEngine === 'postgres' ? { DATABASE_URL: await emptyPostgresDatabase(closeAfterTest) } : {};
}

/** Writes as another process would: on a connection of its own. */
export async function writeFromOutside(env: Env, statement: string): Promise<void> {
  if (env.DATABASE_URL?.startsWith('postgres:')) await changeInPostgres(env.DATABASE_URL, statement);
  else onSqlite(env, (file) => file.exec(statement));
}

/** Reads as another process would. */
export async function rowsFromOutside(env: Env, query: string): Promise<Record<string, unknown>[]> {
  const { DATABASE_URL } = env;
  if (!DATABASE_URL?.startsWith('postgres:'))
    return onSqlite(env, (file) => file.prepare(query).all()) as Record<string, unknown>[];
  return inPostgres(
    DATABASE_URL,
    async (client) => (await client.query<Record<string, unknown>>(query)).rows,
  );
}

/** All that the database keeps, as text: SQLite's files, or every row of every table. */
export async function storedText({ DATABASE_URL, DATA_DIR = '' }: Env): Promise<string> {
  if (DATABASE_URL?.startsWith('postgres:')) return textOfPostgres(DATABASE_URL);
  const files = readdirSync(DATA_DIR).filter((name) => name.startsWith('livechat.sqlite'));
  return files.map((name) => readFileSync(join(DATA_DIR, name), 'latin1')).join('\n');
}

function onSqlite<Result>({ DATA_DIR = '' }: Env, work: (file: Database.Database) => Result): Result {
  const file = new Database(join(DATA_DIR, 'livechat.sqlite'));
  file.function('now_ms', () => Date.now());
  try {
    return work(file);
  } finally {
    file.close();
  }
}
