import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Our name and version, as `package.json` has them: in the sources and in what the build made of them. */
export const product: Readonly<{ name: string; version: string }> = readProduct(import.meta.dirname);

function readProduct(folder: string): { name: string; version: string } {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return readProduct(dirname(folder));
  const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name: string; version: string };
  return { name, version };
}
