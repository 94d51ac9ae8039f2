import { AGENTS } from '../../dist/sandbox/index.js';
import { createApiKey, settings, startProduct } from '../support/product.js';
import { signIn } from '../support/sign-in.js';
import { startPostgres } from '../support/start-postgres.js';
import { startServer } from '../support/start-server.js';

const DATABASE = 'storm';
/** Whom the sandbox's consent page has preselected. */
const { accountId } = AGENTS.alice;

/** Replicas of the built server on one PostgreSQL, with one grant. Each asks as a user of its own, to be told apart. */
export async function startReplicas(open, count) {
  const postgres = await open(startPostgres());
  await postgres.createDatabase(DATABASE);
  const sandbox = await open(startServer('sandbox.js'));
  const shared = settings({ accountsUrl: sandbox.url, apiUrl: sandbox.url });
  const servers = [];
  for (let at = 0; at < count; at += 1) {
    const DATABASE_URL = await postgres.urlFor(DATABASE, `replica_${at}`);
    servers.push(await open(startProduct({ ...shared, DATABASE_URL })));
  }
  const [{ env, url }] = servers;
  const { organizationId } = await signIn(url);
  const key = await createApiKey(env);
  return {
    postgres,
    sandbox,
    database: DATABASE,
    urls: servers.map((server) => server.url),
    headers: { authorization: `Bearer ${key}`, 'livechat-organization-id': organizationId },
    /** The access token has run out, by LiveChat's reckoning and by that of every replica. */
    async expire({ tokenEndpointMs }) {
      await sandbox.ask('expire', { accountId, tokenEndpointMs });
      await postgres.on(DATABASE, (client) =>
        client.query('UPDATE grants SET expires_at = 1, generation = generation + 1 WHERE account_id = $1', [
          accountId,
        ]),
      );
    },
  };
}
