import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';

const STOP_WITHIN_MS = 5_000;

/** Starts a file of `servers/` as its own process, and waits until it listens. What it prints goes to /dev/null. */
export async function startServer(file, { env = {}, cwd, nodeFlags = [] } = {}) {
  const path = fileURLToPath(new URL(`../servers/${file}`, import.meta.url));
  const child = spawn(process.execPath, [...nodeFlags, path], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const port = await listening(child, file);
  return {
    url: `http://127.0.0.1:${port}`,
    cpuMicroseconds: () => cpuOf(child),
    close: () => stop(child),
  };
}

async function listening(child, file) {
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${file} ended with ${code} before it listened.`);
    }),
  ]);
  return message.port;
}

async function cpuOf(child) {
  child.send('cpu');
  const [{ cpu }] = await once(child, 'message');
  return cpu.user + cpu.system;
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const insist = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(insist);
}
