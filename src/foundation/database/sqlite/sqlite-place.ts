import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

const IN_MEMORY = ':memory:';

/** A file of SQLite, or the process's memory. */
export class SqlitePlace {
  readonly engine = 'sqlite';
  /** An absolute path with symbolic links resolved, or `:memory:`. */
  readonly path: string;

  constructor(url: string) {
    const place = url.replace(/^sqlite:/, '');
    this.path = place === IN_MEMORY ? place : realPathOf(resolve(place));
  }

  static isNamedBy(url: string): boolean {
    return /^sqlite:./.test(url);
  }

  get isInMemory(): boolean {
    return this.path === IN_MEMORY;
  }
}

/** Two names of one file must be one name, or two servers would not notice that they share it. */
function realPathOf(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  if (isLink(path)) return realPathOf(resolve(dirname(path), readlinkSync(path)));
  const folder = dirname(path);
  return folder === path ? path : join(realPathOf(folder), basename(path));
}

/** Also one whose target does not exist yet. What cannot be looked at is told when it is opened. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}
