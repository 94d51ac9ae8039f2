import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';

const IN_MEMORY = ':memory:';

export const databaseEnv = {
  DATABASE_URL: z
    .string()
    .transform((url, context) => {
      if (/^sqlite:./.test(url)) return url;
      context.issues.push({ code: 'custom', message: whyUnusable(url), input: undefined });
      return z.NEVER;
    })
    .optional()
    .describe(
      '`sqlite:` and a file, relative to the working directory or absolute, or `sqlite::memory:`. SQLite is for one server process; the command line may work beside it.',
    )
    .meta({ defaultText: 'sqlite:{DATA_DIR}/livechat.sqlite' }),
};

function whyUnusable(url: string): string {
  return /^postgres(ql)?:/.test(url)
    ? 'PostgreSQL is not supported by this version: use sqlite:data/livechat.sqlite'
    : 'must be sqlite:<file>, for example sqlite:data/livechat.sqlite';
}

/** The database's place. */
export class DatabaseConfig {
  /** An absolute path with symbolic links resolved, or `:memory:`. */
  readonly path: string;

  constructor(url: string) {
    const place = url.replace(/^sqlite:/, '');
    this.path = place === IN_MEMORY ? place : realPathOf(resolve(place));
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
