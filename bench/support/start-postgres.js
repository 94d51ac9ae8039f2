import { rmSync } from 'node:fs';
import pg from 'pg';

import { PostgresServer } from '../../test/support/postgres/postgres-server.js';

const SETTINGS = [
  'shared_preload_libraries=pg_stat_statements',
  'pg_stat_statements.max=10000',
  'shared_buffers=512MB',
  'max_wal_size=4GB',
  'log_line_prefix=%a@%d|',
];

/** What a server asks by itself, however many calls it gets: the word to itself, looks at what is due, uses of keys, what was spent. */
const IN_THE_BACKGROUND = [
  /pg_notify/,
  /^LISTEN/,
  /transaction_read_only/,
  /"pending_revocations"/,
  /"renewal_started_at" IS NOT NULL/,
  /SET "last_used_at"/,
  /livechat_spend/,
];

/** A PostgreSQL of the bench's own, which counts every statement it carries out. */
export async function startPostgres() {
  const server = await PostgresServer.start(SETTINGS);
  process.once('exit', () => endAtOnce(server)); // other servers end when their parent is gone, PostgreSQL does not
  const admin = new pg.Client(server.urlOf('postgres'));
  try {
    await admin.connect();
    await admin.query('CREATE EXTENSION pg_stat_statements');
  } catch (error) {
    await server.remove();
    throw error;
  }
  return new BenchPostgres(server, admin);
}

class BenchPostgres {
  constructor(server, admin) {
    this.server = server;
    this.admin = admin;
  }

  /** Its URL as a user who may do everything: what it does is counted under this name. */
  async urlFor(database, user) {
    const url = new URL(this.server.urlOf(database));
    await this.admin.query(`CREATE ROLE ${user} SUPERUSER LOGIN PASSWORD '${url.password}'`);
    url.username = user;
    return url.href;
  }

  async createDatabase(name) {
    await this.admin.query(`CREATE DATABASE ${name}`);
    return this.server.urlOf(name);
  }

  /** Work on a connection of its own. */
  async on(database, work) {
    const client = new pg.Client(this.server.urlOf(database));
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  async forgetStatements() {
    await this.admin.query('SELECT pg_stat_statements_reset()');
  }

  /** Each statement of a database since, without those of the background: who asked it, and how many times. */
  async statements(database) {
    const { rows } = await this.admin.query(
      `SELECT usename AS user, query, calls::int FROM pg_stat_statements JOIN pg_user ON usesysid = userid
       WHERE dbid = (SELECT oid FROM pg_database WHERE datname = $1)`,
      [database],
    );
    return rows.filter(({ query }) => !IN_THE_BACKGROUND.some((words) => words.test(query)));
  }

  async close() {
    await this.admin.end();
    await this.server.remove();
  }
}

function endAtOnce({ process: postgres, folder }) {
  postgres?.kill('SIGQUIT');
  rmSync(folder, { recursive: true, force: true });
}
