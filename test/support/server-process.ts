import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

import { closeAfterTest } from './opened.js';

const root = resolve(import.meta.dirname, '../..');

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program of ours in a process of its own, as a person or an init system starts it. */
export class OwnProcess {
  stdout = '';
  stderr = '';
  private readonly ended: Promise<unknown>;

  constructor(private readonly child: ChildProcess) {
    this.ended = once(child, 'close');
    child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
  }

  /** Resolves when the stream has this text; rejects when the process ends without it. */
  async hasPrinted(text: string, on: 'stdout' | 'stderr' = 'stdout'): Promise<void> {
    const isOver = this.ended.then(() => 'over');
    while (!this[on].includes(text)) {
      const stream = this.child[on];
      const next = await Promise.race([stream ? once(stream, 'data') : isOver, isOver]);
      if (next === 'over' && !this[on].includes(text)) {
        throw new Error(`The process ended without printing ${text}:\n${this.stdout}\n${this.stderr}`);
      }
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async finished(): Promise<Finished> {
    await this.ended;
    return { exitCode: this.child.exitCode, stdout: this.stdout, stderr: this.stderr };
  }
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly uid?: number;
}

/** Starts the built server or a command of ours with only these settings; ended with the test. */
export function runProgram(
  args: readonly string[],
  { env = {}, cwd = root, uid }: RunOptions = {},
): OwnProcess {
  const [program = '', ...rest] = args;
  const child = spawn(process.execPath, [resolve(root, program), ...rest], {
    cwd,
    uid,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const own = new OwnProcess(child);
  closeAfterTest(() => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    return own.finished();
  });
  return own;
}

export const startServer = (options?: RunOptions): OwnProcess => runProgram(['bin/start.js'], options);

/** Runs `livechat-app …` to its end. */
export const runCommand = (args: readonly string[], options?: RunOptions): Promise<Finished> =>
  runProgram(['bin/livechat-app.js', ...args], options).finished();
