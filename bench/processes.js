import { startSandbox } from '../dist/sandbox/index.js';
import { ProcessGroup } from './processes/process-group.js';
import { processesReport } from './processes/report.js';
import { closingAll } from './support/opened.js';
import { createApiKey, settings, startProduct } from './support/product.js';
import { signIn } from './support/sign-in.js';
import { startPostgres } from './support/start-postgres.js';
import { startServer } from './support/start-server.js';
import { turned } from './support/turned.js';

const COUNTS = [1, 2, 4];
const ROUNDS = 9;
const ROUND_SECONDS = 2;
const WARM_UP_SECONDS = 3;
const DATABASE = 'processes';

/** Does the second process on a database carry as much as the first? */
export function processes(say, { rounds = ROUNDS }) {
  return closingAll(async (open) => {
    const postgres = await open(startPostgres());
    const sandbox = await open(startSandbox({ clients: [{ id: 'bench', secrets: ['bench-secret'] }] }));
    const upstream = await open(startServer('upstream.js', { env: { ACCOUNTS_URL: sandbox.url } }));
    const shared = settings({
      accountsUrl: sandbox.url,
      apiUrl: upstream.url,
      DATABASE_URL: await postgres.createDatabase(DATABASE),
    });
    const servers = [];
    for (let n = 0; n < Math.max(...COUNTS); n += 1) servers.push(await open(startProduct(shared)));
    const { organizationId } = await signIn(servers[0].url);
    const authorization = `Bearer ${await createApiKey(servers[0].env, organizationId)}`;
    const groups = COUNTS.map((count) => new ProcessGroup(servers.slice(0, count), { authorization }));

    for (const group of groups) await group.load(WARM_UP_SECONDS);
    const results = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const group of turned(groups, round)) {
        await postgres.forgetStatements();
        const measured = await group.load(ROUND_SECONDS);
        const statements = await postgres.statements(DATABASE);
        const made = statements.reduce((total, { calls }) => total + calls, 0);
        results.push({ round, count: group.count, ...measured, statements: made });
        say(
          `${round + 1}/${rounds}  ${group.count} of ${servers.length}: ${Math.round(measured.perSecond)}/s`,
        );
      }
    }
    return processesReport(COUNTS, results);
  });
}
