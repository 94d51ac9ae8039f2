import { randomUUID } from 'node:crypto';

import { accessToken, refreshToken } from '../../dist/src/tokens/index.js';
import { CLIENT_ID } from '../support/product.js';
import { GRANTS_PER_ORGANIZATION, organizationIdAt, pairFor } from './tenants.js';

const ROWS_AT_ONCE = 2_000;
const WRITERS = 2;
const SCOPES = 'agents--all:ro,chats--all:rw';
/** Enough that reading them from end to end is never the shorter way. */
const OTHER_ROWS = 20_000;

const INSERT_GRANTS = `
  INSERT INTO grants (id, client_id, organization_id, account_id, access_token, refresh_token, scopes, issued_at,
    expires_at, health, generation, created_at, updated_at)
  SELECT id, '${CLIENT_ID}', organization_id, account_id, access_token, refresh_token, '${SCOPES}', now_ms(),
    now_ms() + 28800000, 'ok', 1, now_ms(), now_ms()
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
    AS grants_of (id, organization_id, account_id, access_token, refresh_token)`;

const OTHER_TABLES = [
  `INSERT INTO installations (id, client_id, organization_id, state, generation, default_grant_id, created_at, updated_at)
   SELECT gen_random_uuid(), client_id, organization_id, 'active', 1, min(id), now_ms(), now_ms()
   FROM grants GROUP BY client_id, organization_id`,
  `INSERT INTO auth_sessions (id_digest, organization_id, account_id, grant_id, generation, created_at, idle_expires_at, expires_at)
   SELECT 'session-' || id, organization_id, account_id, id, 1, now_ms(), now_ms() + 86400000, now_ms() + 86400000 FROM grants`,
  `INSERT INTO auth_api_keys (id, secret_digest, role, created_at)
   SELECT 'key-' || n, 'nobody', 'caller', now_ms() FROM generate_series(1, ${OTHER_ROWS}) AS n`,
  `INSERT INTO auth_consumed_states (state_digest, consumed_at)
   SELECT 'state-' || n, now_ms() FROM generate_series(1, ${OTHER_ROWS}) AS n`,
  `INSERT INTO auth_used_reconnect_links (link_id, expires_at)
   SELECT 'link-' || n, now_ms() + 86400000 FROM generate_series(1, ${OTHER_ROWS}) AS n`,
  'VACUUM ANALYZE',
];

/** Fills a migrated database with so many grants, each with a sealed pair of its own, and with what goes with them. */
export async function fill(postgres, database, { grants, sealing }) {
  let next = 0;
  const write = (client) =>
    inTurn(client, () => {
      const from = next;
      next = Math.min(grants, from + ROWS_AT_ONCE);
      return columnsOf(from, next, sealing);
    });
  await Promise.all(Array.from({ length: WRITERS }, () => silently(postgres, database, write)));
  await silently(postgres, database, async (client) => {
    for (const statement of OTHER_TABLES) await client.query(statement);
  });
}

/** Nobody listens yet: a million notifications would be written for nobody. */
function silently(postgres, database, work) {
  return postgres.on(database, async (client) => {
    await client.query('SET session_replication_role = replica');
    await work(client);
  });
}

async function inTurn(client, nextColumns) {
  for (let columns = nextColumns(); columns[0].length > 0; columns = nextColumns()) {
    await client.query(INSERT_GRANTS, columns);
  }
}

function columnsOf(from, to, sealing) {
  const columns = [[], [], [], [], []];
  for (let n = from; n < to; n += 1) {
    rowOf(n, sealing).forEach((value, at) => columns[at].push(value));
  }
  return columns;
}

function rowOf(n, sealing) {
  const organizationId = organizationIdAt(Math.floor(n / GRANTS_PER_ORGANIZATION));
  const accountId = randomUUID();
  const pair = pairFor(organizationId);
  const sealed = sealing.seal(
    { organizationId, accountId },
    { accessToken: accessToken(pair.accessToken), refreshToken: refreshToken(pair.refreshToken) },
  );
  return [randomUUID(), organizationId, accountId, sealed.accessToken, sealed.refreshToken];
}
