import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { freePort } from '../../test/support/free-port.js';
import { signIn } from './sign-in.js';
import { startServer } from './start-server.js';

/** What `npm start` gives to Node. */
const START_FLAGS = flagsOf(
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url))).scripts.start,
);
const COMMAND_LINE = fileURLToPath(new URL('../../bin/livechat-app.js', import.meta.url));

/** The built product on a database file of its own, signed in for real, with a session and an API key. */
export async function startOurs({ sandbox, apiUrl, nodeFlags = [], logLevel = 'info' }) {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-bench-'));
  const port = await freePort();
  const env = {
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATA_DIR: join(folder, 'data'),
    LIVECHAT_CLIENT_ID: 'bench',
    LIVECHAT_CLIENT_SECRET: 'bench-secret',
    LIVECHAT_ACCOUNTS_URL: sandbox.url,
    LIVECHAT_API_URL: apiUrl,
    ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    LOG_LEVEL: logLevel,
  };
  const server = await startServer('ours.js', {
    env,
    nodeFlags: [...START_FLAGS, ...nodeFlags],
    cwd: folder,
  });
  const close = async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { cookie, organizationId } = await signIn(server.url);
    const key = createKey(organizationId, { env, cwd: folder });
    return {
      ...server,
      close,
      sessionHeaders: { cookie, 'sec-fetch-site': 'same-origin' },
      keyHeaders: { authorization: `Bearer ${key}` },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function flagsOf(command) {
  return command.split(' ').filter((word) => word.startsWith('--'));
}

function createKey(organizationId, { env, cwd }) {
  const args = [
    COMMAND_LINE,
    'keys',
    'create',
    '--role',
    'caller',
    '--organization',
    organizationId,
    '--json',
  ];
  const printed = execFileSync(process.execPath, args, { cwd, env: { PATH: process.env.PATH, ...env } });
  return JSON.parse(printed.toString()).key;
}
