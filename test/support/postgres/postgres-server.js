// @ts-check
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

import { freePort } from '../free-port.js';
import { findPostgres, unprivileged } from './find-postgres.js';

const run = promisify(execFile);
const PASSWORD = 'password-of-the-test-server';

/** A PostgreSQL of the tests' own, in a folder that goes with it. In plain JavaScript: Jest's set-up and benches use it too. */
export class PostgresServer {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  process;

  /** @param {{ binaries: string, folder: string, port: number, settings: readonly string[] }} parts */
  constructor({ binaries, folder, port, settings }) {
    this.binaries = binaries;
    this.folder = folder;
    this.port = port;
    this.settings = settings;
  }

  /**
   * @param {readonly string[]} settings as on PostgreSQL's command line, for instance `max_connections=20`
   * @returns {Promise<PostgresServer>}
   */
  static async start(settings = []) {
    const folder = mkdtempSync(join(tmpdir(), 'livechat-app-postgres-'));
    const server = new PostgresServer({ binaries: findPostgres(), folder, port: await freePort(), settings });
    await server.makeCluster();
    await server.startAgain();
    return server;
  }

  /** @param {string} database */
  urlOf(database) {
    return `postgres://postgres:${PASSWORD}@127.0.0.1:${this.port}/${database}`;
  }

  async startAgain() {
    const settings = [
      `port=${this.port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'fsync=off',
      'max_connections=300',
      ...this.settings,
    ].flatMap((setting) => ['-c', setting]);
    this.process = spawn(join(this.binaries, 'postgres'), ['-D', join(this.folder, 'data'), ...settings], {
      ...unprivileged,
      cwd: this.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await this.isReady(this.process.stderr);
  }

  /**
   * @param {'fast' | 'immediate'} how `immediate` is as a crash: nothing is written down, connections break off
   */
  async stop(how = 'fast') {
    const { process } = this;
    if (!process) return;
    this.process = undefined;
    process.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    if (process.exitCode === null) await once(process, 'exit');
  }

  async remove() {
    await this.stop('immediate');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async makeCluster() {
    const passwordFile = join(this.folder, 'password');
    writeFileSync(passwordFile, PASSWORD);
    if (unprivileged.uid !== undefined) chownSync(this.folder, unprivileged.uid, unprivileged.gid);
    chmodSync(this.folder, 0o755);
    const options = ['--auth=password', `--pwfile=${passwordFile}`, '--username=postgres', '--encoding=UTF8'];
    await run(
      join(this.binaries, 'initdb'),
      ['-D', join(this.folder, 'data'), ...options, '--locale=C', '--no-sync'],
      { ...unprivileged, cwd: this.folder },
    );
  }

  /**
   * Its log says so.
   *
   * @param {import('node:stream').Readable | null} log
   */
  async isReady(log) {
    if (!log) throw new Error('PostgreSQL has no log');
    const said = [];
    for await (const line of createInterface(log)) {
      said.push(line);
      if (!line.includes('ready to accept connections')) continue;
      log.resume(); // or it would stop at a full pipe
      return;
    }
    throw new Error(`PostgreSQL did not start:\n${said.join('\n')}`);
  }
}
