import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds when nothing is built yet, then loads a built module. */
export async function loadBuilt(module) {
  if (!existsSync(`${root}dist/src/main.js`)) build();
  return import(new URL(`../dist/${module}`, import.meta.url).href);
}

function build() {
  process.stderr.write('Building (the first time only)…\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // What the build prints goes to stderr: a command's answer on stdout stays readable by a program.
  const { status } = spawnSync(npm, ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}
