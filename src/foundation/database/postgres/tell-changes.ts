import type { QueryRunner } from 'typeorm';

export const CHANGES_CHANNEL = 'livechat_app_changes';

/** Tells listening replicas, once the transaction is committed, which row of which table changed: `["grants","<key>",…]`. */
export const CREATE_TELL_CHANGE = `
  CREATE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    changed jsonb := to_jsonb(COALESCE(NEW, OLD));
    told jsonb := to_jsonb(ARRAY[TG_TABLE_NAME]);
  BEGIN
    FOR at IN 0 .. TG_NARGS - 1 LOOP
      told := told || (changed -> TG_ARGV[at]);
    END LOOP;
    PERFORM pg_notify('${CHANGES_CHANNEL}', told::text);
    RETURN NULL;
  END $$`;

/** What is remembered of a table's rows, and by which key. */
interface Remembered {
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/**
 * For a migration: from then on replicas hear of every row that comes, goes, or changes in a remembered column. A later
 * migration that remembers other columns of a table calls it again. SQLite needs nothing of the kind.
 */
export async function tellChanges(
  runner: QueryRunner,
  table: string,
  { key, columns }: Remembered,
): Promise<void> {
  if (runner.dataSource.options.type !== 'postgres') return;
  const tell = `EXECUTE FUNCTION tell_change(${key.map((column) => `'${column}'`).join(', ')})`;
  const rowOf = (version: string): string =>
    `(${columns.map((column) => `${version}.${column}`).join(', ')})`;
  for (const trigger of ['tell_coming_and_going', 'tell_changes'])
    await runner.query(`DROP TRIGGER IF EXISTS ${trigger} ON ${table}`);
  await runner.query(
    `CREATE TRIGGER tell_coming_and_going AFTER INSERT OR DELETE ON ${table} FOR EACH ROW ${tell}`,
  );
  await runner.query(
    `CREATE TRIGGER tell_changes AFTER UPDATE ON ${table} FOR EACH ROW
     WHEN (${rowOf('OLD')} IS DISTINCT FROM ${rowOf('NEW')}) ${tell}`,
  );
}
