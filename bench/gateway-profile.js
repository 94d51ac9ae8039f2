import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSandbox } from '../dist/sandbox/index.js';
import { busiestFunctions } from './support/busiest-functions.js';
import { closingAll } from './support/opened.js';
import { runRound } from './support/run-round.js';
import { startOurs } from './support/start-ours.js';
import { startServer } from './support/start-server.js';

const SECONDS = 8;
const COUNT = 40;

// Where does our gateway spend its time? `npm run build && node bench/gateway-profile.js [POST]`
const [, , method = 'GET'] = process.argv;
const folder = mkdtempSync(join(tmpdir(), 'livechat-profile-'));
await closingAll(async (open) => {
  const sandbox = await open(startSandbox({ clients: [{ id: 'bench', secrets: ['bench-secret'] }] }));
  const upstream = await open(startServer('upstream.js', { env: { ACCOUNTS_URL: sandbox.url } }));
  const nodeFlags = ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  const ours = await open(startOurs({ sandbox, apiUrl: upstream.url, nodeFlags }));
  const url = `${ours.url}/livechat`;
  await runRound(
    { ...ours, name: 'ours', url, headers: ours.sessionHeaders },
    { method, action: 'list_chats' },
    SECONDS,
  );
});
for (const { name, share } of busiestFunctions(folder, { seconds: SECONDS, count: COUNT })) {
  process.stdout.write(`${(100 * share).toFixed(1).padStart(5)} %  ${name}\n`);
}
rmSync(folder, { recursive: true, force: true });
