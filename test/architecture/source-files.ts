import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

export interface SourceFile {
  /** Path from the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every TypeScript file below a folder of the project; specs and what serves them only when asked for. */
export function sourceFiles(folder: string, { withSpecs = false } = {}): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => withSpecs || !/\.spec\.ts$|\/testing\//.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

export interface Import {
  readonly from: string;
  readonly specifier: string;
  /** The file it names when it is one of ours. */
  readonly target: string | undefined;
  readonly isTypeOnly: boolean;
}

/** Imports and re-exports of a file, also dynamic ones. */
export function importsOf({ path, text }: SourceFile): Import[] {
  const statements = text.matchAll(/(?:^|\n)\s*(import|export)(\s+type)?[^;'"]*?from\s*'([^']+)'/g);
  const bare = text.matchAll(/(?:^|\n)import\s*'([^']+)'|import\('([^']+)'\)/g);
  return [
    ...[...statements].map((match) => ({ specifier: match[3] ?? '', isTypeOnly: match[2] !== undefined })),
    ...[...bare].map((match) => ({ specifier: match[1] ?? match[2] ?? '', isTypeOnly: false })),
  ].map((found) => ({ ...found, from: path, target: targetOf(path, found.specifier) }));
}

function targetOf(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return relative(root, resolve(root, dirname(from), specifier)).replace(/\.js$/, '.ts');
}

/** The room a file of src/ is in: `tokens`; top-level files and src/app are `app`. */
export function roomOf(path: string): string {
  const [, first = '', second] = path.split('/');
  return second === undefined ? 'app' : first;
}
