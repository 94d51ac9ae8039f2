import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { freePort } from '../../test/support/free-port.js';

/** Of Linux's clock ticks, in which /proc counts processor time, there are a hundred a second everywhere. */
const MICROSECONDS_A_TICK = 10_000;
const PAGE_BYTES = 4_096;

export function isNginxInstalled() {
  return spawnSync('nginx', ['-v']).status === 0;
}

/** nginx with one worker, `proxy_pass`, a static header, connections kept open and no log: the limit. */
export async function startNginx({ apiUrl, accessToken }) {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-nginx-'));
  chmodSync(folder, 0o755); // the worker is nobody
  const port = await freePort();
  const config = join(folder, 'nginx.conf');
  writeFileSync(config, configuration({ folder, port, api: new URL(apiUrl).host, accessToken }));
  const child = spawn('nginx', ['-c', config, '-p', folder, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await listening(port, child);
  const worker = workerOf(child.pid);
  return {
    url: `http://127.0.0.1:${port}`,
    cpuMicroseconds: () => cpuOf(worker),
    residentBytes: () => Number(readFileSync(`/proc/${worker}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES,
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration({ folder, port, api, accessToken }) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join('\n  ');
  return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off;
  ${temporary}
  keepalive_requests 1000000;
  client_max_body_size 30m;
  upstream api { server ${api}; keepalive 256; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:${port};
    location /livechat/ {
      proxy_pass http://api/v3.6/;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Authorization "Bearer ${accessToken}";
    }
  }
}
`;
}

async function listening(port, child) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}.`);
    const socket = connect(port, '127.0.0.1');
    const [isOpen] = await Promise.race([
      once(socket, 'connect').then(() => [true]),
      once(socket, 'error').then(() => [false]),
    ]).catch(() => [false]);
    socket.destroy();
    if (isOpen) return;
    await pause(20);
  }
}

function workerOf(master) {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes.find((pid) => statOf(pid)?.parent === master);
}

function cpuOf(pid) {
  const { user, system } = statOf(pid);
  return (user + system) * MICROSECONDS_A_TICK;
}

/** What /proc says of a process: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function statOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return { parent: Number(fields[1]), user: Number(fields[11]), system: Number(fields[12]) };
  } catch {
    return undefined; // it ended while we looked
  }
}
