import type { SandboxOptions } from './sandbox.js';
import type { SandboxClient } from './world/clients.js';

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORT = 3001;

function portOf(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_PORT;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`SANDBOX_PORT must be a port from 0 to 65535, not "${text}".`);
  return port;
}

function isClient(value: unknown): value is SandboxClient {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}

function clientsOf(text: string | undefined): SandboxClient[] {
  if (text === undefined || text === '') return [];
  let clients: unknown;
  try {
    clients = JSON.parse(text);
  } catch {
    throw new Error('SANDBOX_CLIENTS must be JSON.');
  }
  if (!Array.isArray(clients) || !clients.every(isClient))
    throw new Error(
      'SANDBOX_CLIENTS must be a JSON array of objects with an id, such as [{"id":"my-app","secrets":["s"]}].',
    );
  return clients;
}

function lifetimeOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1)
    throw new Error(`SANDBOX_ACCESS_TOKEN_SECONDS must be a whole number of seconds, not "${text}".`);
  return seconds;
}

/**
 * The settings of `npm run sandbox`: SANDBOX_HOST, SANDBOX_PORT, SANDBOX_CLIENTS (JSON),
 * SANDBOX_ACCESS_TOKEN_SECONDS, SANDBOX_AUTO_APPROVE.
 */
export function readSettings(env: Environment): SandboxOptions {
  const lifetime = lifetimeOf(env['SANDBOX_ACCESS_TOKEN_SECONDS']);
  const autoApprove = env['SANDBOX_AUTO_APPROVE'];
  return {
    host: env['SANDBOX_HOST'] || '127.0.0.1',
    port: portOf(env['SANDBOX_PORT']),
    clients: clientsOf(env['SANDBOX_CLIENTS']),
    behavior: {
      ...(lifetime !== undefined && { accessTokenLifetimeSeconds: lifetime }),
      ...(autoApprove !== undefined && autoApprove !== '' && { autoApprove }),
    },
  };
}
