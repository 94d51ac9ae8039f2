import { emptyDatabase } from './database.js';
import { emptyFolder } from './folders.js';
import { freePort } from './free-port.js';

const KEY = Buffer.alloc(32, 3).toString('base64');

/** Settings of a server that needs no sandbox: LiveChat is somewhere that nobody calls in the test. */
export async function configured(folder = emptyFolder()): Promise<Record<string, string>> {
  return {
    PORT: String(await freePort()),
    DATA_DIR: folder,
    ...(await emptyDatabase()),
    LIVECHAT_CLIENT_ID: 'client',
    LIVECHAT_CLIENT_SECRET: 'very-secret',
    ENCRYPTION_KEYS: `k1:${KEY}`,
    LIVECHAT_ACCOUNTS_URL: 'http://127.0.0.1:9',
    LIVECHAT_API_URL: 'http://127.0.0.1:9',
  };
}
