import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSandbox } from '../dist/sandbox/index.js';
import { closingAll } from './support/opened.js';
import { byRoom, profileOf } from './support/profile.js';
import { runRound } from './support/run-round.js';
import { startOurs } from './support/start-ours.js';
import { startServer } from './support/start-server.js';

const WARM_UP_SECONDS = 3;
const SECONDS = 8;
const ROOMS = 16;
const FUNCTIONS = 40;

// Where does our gateway spend its time? `npm run build && node bench/gateway-profile.js [POST]`
const [, , method = 'GET'] = process.argv;
const folder = mkdtempSync(join(tmpdir(), 'livechat-profile-'));
const { perSecond } = await closingAll(async (open) => {
  const sandbox = await open(startSandbox({ clients: [{ id: 'bench', secrets: ['bench-secret'] }] }));
  const upstream = await open(startServer('upstream.js', { env: { ACCOUNTS_URL: sandbox.url } }));
  const nodeFlags = ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  // File by file instead of bundled: whose code it is can be told.
  const ours = await open(startOurs({ sandbox, apiUrl: upstream.url, nodeFlags, file: 'ours-unbundled.js' }));
  const contender = { ...ours, name: 'ours', url: `${ours.url}/livechat`, headers: ours.sessionHeaders };
  await runRound(contender, { method, action: 'list_chats' }, WARM_UP_SECONDS);
  return runRound(contender, { method, action: 'list_chats' }, SECONDS);
});
const functions = profileOf(folder, { seconds: SECONDS });
rmSync(folder, { recursive: true, force: true });

const say = (time, what) => {
  const each = time / (perSecond * SECONDS);
  process.stdout.write(`${each.toFixed(2).padStart(7)} µs  ${what}\n`);
};
process.stdout.write(`${Math.round(perSecond)} requests/s, profiled. Of each request:\n\n`);
for (const { room, time } of byRoom(functions).slice(0, ROOMS)) say(time, room);
process.stdout.write('\n');
for (const { name, place, time } of functions.slice(0, FUNCTIONS)) say(time, `${name} ${place}`);
