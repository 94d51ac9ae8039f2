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
  const { port } = await messageOf(child, file);
  const ask = async (question, about) => {
    child.send({ question, about });
    return (await messageOf(child, file)).answer;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    ask,
    residentBytes: () => ask('residentBytes'),
    cpuMicroseconds: async () => {
      const { user, system } = await ask('cpu');
      return user + system;
    },
    close: () => stop(child),
  };
}

/** One question at a time: the next message is its answer. */
async function messageOf(child, file) {
  const over = new AbortController();
  const ended = once(child, 'exit', over).then(([code]) => {
    throw new Error(`${file} ended with ${code}.`);
  });
  try {
    const [message] = await Promise.race([once(child, 'message', over), ended]);
    return message;
  } finally {
    over.abort();
  }
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const insist = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(insist);
}
