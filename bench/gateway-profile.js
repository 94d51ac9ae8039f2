import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSandbox } from '../dist/sandbox/index.js';
import { busiestFunctions } from './support/busiest-functions.js';
import { runRound } from './support/run-round.js';
import { startOurs } from './support/start-ours.js';
import { startServer } from './support/start-server.js';

const SECONDS = 8;
const COUNT = 40;

// Where does our gateway spend its time? `npm run build && node bench/gateway-profile.js [POST]`
const [, , method = 'GET'] = process.argv;
const folder = mkdtempSync(join(tmpdir(), 'livechat-profile-'));
const opened = [];
try {
  const sandbox = await startSandbox({ clients: [{ id: 'bench', secrets: ['bench-secret'] }] });
  opened.push(sandbox);
  const upstream = await startServer('upstream.js', { env: { ACCOUNTS_URL: sandbox.url } });
  opened.push(upstream);
  const nodeFlags = ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  const ours = await startOurs({ sandbox, apiUrl: upstream.url, nodeFlags });
  opened.push(ours);
  const url = `${ours.url}/livechat/agent/action/list_chats`;
  await runRound({ ...ours, name: 'ours', url, headers: ours.sessionHeaders }, { method }, SECONDS);
} finally {
  for (const part of opened.reverse()) await part.close();
}
for (const { name, share } of busiestFunctions(folder, { seconds: SECONDS, count: COUNT })) {
  process.stdout.write(`${(100 * share).toFixed(1).padStart(5)} %  ${name}\n`);
}
rmSync(folder, { recursive: true, force: true });
