import { StartRefused } from '../start-refused.js';

/** By Node's code, or by PostgreSQL's: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    'nothing listens there. Check the host and the port in DATABASE_URL, and that the server runs.',
  ENOTFOUND: 'its host is not known. Check DATABASE_URL.',
  EAI_AGAIN: 'its host cannot be looked up just now. Check DATABASE_URL and the name server.',
  ETIMEDOUT: 'it does not answer. Check the host in DATABASE_URL and the firewall.',
  '28P01': 'it refuses the user or the password in DATABASE_URL.',
  '28000': 'it lets this user in neither from here nor so. Check DATABASE_URL and the server’s pg_hba.conf.',
  '3D000': 'the server has no database of that name. Create it, or check DATABASE_URL.',
  '42501': 'this user may not make tables there. Grant it CREATE on the schema, or migrate as its owner.',
  '53300': 'the server has no connection left. Raise its max_connections, or lower DATABASE_POOL_SIZE.',
  '55P03': 'another process has been migrating it for two minutes. Wait for it, then start again.',
  '57P03': 'the server is starting or stopping. Start again in a moment.',
  '25006': 'the server takes no writes: it is a replica. Name the primary in DATABASE_URL.',
};

/** What the driver says without a code. */
const SAYINGS: readonly (readonly [RegExp, string])[] = [
  [/timeout/i, 'it does not answer in time. Check the host in DATABASE_URL and the firewall.'],
  [/password must be a string/, 'it asks for a password, and DATABASE_URL has none.'],
  [
    /does not support SSL/,
    'it does not speak TLS. Take sslmode out of DATABASE_URL, or switch TLS on there.',
  ],
];

export function postgresRefusal(label: string, cause: unknown): StartRefused {
  const { code, message } = cause as { code?: string; message?: string };
  const saying = SAYINGS.find(([said]) => said.test(message ?? ''))?.[1];
  const reason = REASONS[code ?? ''] ?? saying ?? message ?? String(cause);
  return new StartRefused(`The database ${label} cannot be used: ${reason}`, { cause });
}
