import { PostgresServer } from './postgres-server.js';

/** Before the tests on PostgreSQL: one server for all of them, where each makes databases of its own. */
export default async function setUp() {
  const server = await PostgresServer.start();
  globalThis.sharedPostgres = server;
  process.env.TEST_POSTGRES_URL = server.urlOf('postgres');
}
