import { setTimeout as pause } from 'node:timers/promises';

const WRITTEN_WITHIN_MS = 500;
/** Only what the product asked: the bench writes to the tables too. */
const EXPLAINED = /^livechat-app-backend@([^|]*)\|LOG: {2}duration: [^\n]* plan:\n\t(\{.*)/s;

/** The plans that PostgreSQL really ran statements by, which it writes into its log. */
export class PlanLog {
  constructor(postgres, database) {
    this.postgres = postgres;
    this.database = database;
    this.text = '';
    postgres.server.process.stderr.setEncoding('utf8').on('data', (chunk) => {
      this.text += chunk;
    });
  }

  /** For connections made from now on; a share below 1 leaves most statements out. */
  async explain(share) {
    const settings = {
      session_preload_libraries: 'auto_explain',
      'auto_explain.log_min_duration': 0,
      'auto_explain.log_format': 'json',
      'auto_explain.sample_rate': share,
    };
    await this.postgres.on(this.database, async (client) => {
      await client.query("LOAD 'auto_explain'"); // or its settings are unknown
      for (const [name, value] of Object.entries(settings))
        await client.query(`ALTER DATABASE ${this.database} SET ${name} = '${value}'`);
    });
  }

  /** Each kind of statement once, with how it found its rows. */
  async plans() {
    await pause(WRITTEN_WITHIN_MS);
    const plans = new Map();
    for (const entry of this.text.split(/\n(?=[^\t])/)) {
      const [, database, json] = EXPLAINED.exec(entry) ?? [];
      if (database !== this.database) continue;
      const { 'Query Text': query, Plan: plan } = JSON.parse(json);
      const steps = scansOf(plan);
      if (steps.length > 0)
        plans.set(`${shortened(query)} ${steps.join()}`, { query: shortened(query), steps });
    }
    return [...plans.values()];
  }
}

function scansOf(node) {
  const { 'Node Type': type, 'Relation Name': table, 'Index Name': index, Plans: below = [] } = node;
  const own = type.includes('Scan') && (table ?? index) ? [`${type}: ${index ?? table}`] : [];
  return [...own, ...below.flatMap(scansOf)];
}

/** What is selected, set or inserted says nothing about how rows are found. */
function shortened(query) {
  return query
    .replaceAll(/\s+/g, ' ')
    .replace(/^SELECT .*? FROM/, 'SELECT … FROM')
    .replace(/ SET .*? (WHERE|FROM) /, ' SET … $1 ')
    .replace(/VALUES \(.*\)/, 'VALUES (…)')
    .replaceAll(/"GrantRow"\.|"InstallationRow"\.|"StoredSession"\.|"StoredApiKey"\.|"/g, '')
    .slice(0, 200);
}
