import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds when nothing is built yet, then loads a bundle that the build made: `main`, `cli` or `sandbox`. */
export async function loadBuilt(name) {
  const bundle = new URL(`../dist/bundle/${name}.js`, import.meta.url);
  if (!existsSync(bundle)) build();
  return import(bundle.href);
}

function build() {
  process.stderr.write('Building (the first time only)…\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // What the build prints goes to stderr: a command's answer on stdout stays readable by a program.
  const { status } = spawnSync(npm, ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}
