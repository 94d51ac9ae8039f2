import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** A new database on the run's shared server, dropped after the test. */
export async function emptyPostgresDatabase(closeAfterTest: (close: () => unknown) => void): Promise<string> {
  const shared = process.env.TEST_POSTGRES_URL ?? '';
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await changeInPostgres(shared, `CREATE DATABASE ${name}`);
  closeAfterTest(() => changeInPostgres(shared, `DROP DATABASE ${name} WITH (FORCE)`));
  const url = new URL(shared);
  url.pathname = name;
  return url.href;
}

export async function changeInPostgres(url: string, statement: string): Promise<void> {
  await inPostgres(url, (client) => client.query(statement));
}

/** Every row of every table. */
export function textOfPostgres(url: string): Promise<string> {
  return inPostgres(url, async (client) => {
    const tables = await client.query<{ name: string }>(
      `SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    const texts: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`SELECT ${name}::text AS row FROM ${name}`);
      texts.push(name, ...rows.map(({ row }) => row));
    }
    return texts.join('\n');
  });
}

/** Work on a connection of its own. */
export async function inPostgres<Result>(
  url: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
