import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { freePort } from '../../test/support/free-port.js';
import { startServer } from './start-server.js';

const run = promisify(execFile);
const COMMAND_LINE = fileURLToPath(new URL('../../bin/livechat-app.js', import.meta.url));
/** What `npm start` gives to Node. */
const START_FLAGS = flagsOf(
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url))).scripts.start,
);

export const CLIENT_ID = 'bench';

/** A key of ENCRYPTION_KEYS. */
export function newEncryptionKey(id = 'bench') {
  return `${id}:${randomBytes(32).toString('base64')}`;
}

/** The settings that servers and commands of one installation share. */
export function settings({ accountsUrl, apiUrl, encryptionKeys = newEncryptionKey(), ...others }) {
  return {
    HOST: '127.0.0.1',
    LIVECHAT_CLIENT_ID: CLIENT_ID,
    LIVECHAT_CLIENT_SECRET: 'bench-secret',
    LIVECHAT_ACCOUNTS_URL: accountsUrl,
    LIVECHAT_API_URL: apiUrl,
    ENCRYPTION_KEYS: encryptionKeys,
    LOG_LEVEL: 'info',
    ...others,
  };
}

/** The built product as `npm start` starts it, with a port and a data directory of its own. */
export async function startProduct(shared, { nodeFlags = [], file = 'ours.js' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-bench-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  try {
    const port = await freePort();
    const own = {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      DATA_DIR: join(folder, 'data'),
    };
    const env = { ...shared, ...own };
    const server = await startServer(file, {
      env,
      nodeFlags: [...START_FLAGS, ...nodeFlags],
      cwd: folder,
    });
    return { ...server, env, close: () => server.close().finally(removeFolder) };
  } catch (error) {
    removeFolder();
    throw error;
  }
}

/** Runs `livechat-app … --json` to its end; returns what it answered. */
export async function runCommand(args, env) {
  const command = [COMMAND_LINE, ...args, '--json'];
  const { stdout } = await run(process.execPath, command, { env: { PATH: process.env.PATH, ...env } });
  return JSON.parse(stdout);
}

/** An API key for the one organization, or for any. */
export async function createApiKey(env, organizationId) {
  const bound = organizationId === undefined ? [] : ['--organization', organizationId];
  return (await runCommand(['keys', 'create', '--role', 'caller', ...bound], env)).key;
}

function flagsOf(command) {
  return command.split(' ').filter((word) => word.startsWith('--'));
}
