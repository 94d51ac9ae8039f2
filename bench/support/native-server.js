import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Of Linux's clock ticks, in which /proc counts processor time, there are a hundred a second everywhere. */
const MICROSECONDS_A_TICK = 10_000;
const PAGE_BYTES = 4_096;

export function isInstalled(command) {
  return spawnSync(command, ['-v']).status === 0;
}

/** Starts a server that was not made for Node and has one worker, whose time and memory are its own. Removes `folder` at its end. */
export async function startNative(command, args, { port, folder }) {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const endAtOnce = () => {
    child.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', endAtOnce); // servers of ours end when their parent is gone, these do not
  await listening(port, child, command);
  const worker = workerOf(child.pid);
  return {
    url: `http://127.0.0.1:${port}`,
    cpuMicroseconds: () => cpuOf(worker),
    residentBytes: () => Number(readFileSync(`/proc/${worker}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES,
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      process.off('exit', endAtOnce);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function listening(port, child, command) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}.`);
    const socket = connect(port, '127.0.0.1');
    const [isOpen] = await Promise.race([
      once(socket, 'connect').then(() => [true]),
      once(socket, 'error').then(() => [false]),
    ]).catch(() => [false]);
    socket.destroy();
    if (isOpen && workerOf(child.pid) !== undefined) return;
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
