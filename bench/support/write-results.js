import { readFileSync, writeFileSync } from 'node:fs';

const FILES = ['../README.md', '../../README.md'];

/** Puts a bench's tables between its markers in the two READMEs; a README without these markers is left alone. */
export function writeResults(bench, tables) {
  const [before, after] = [`<!-- ${bench}:start -->`, `<!-- ${bench}:end -->`];
  for (const name of FILES) {
    const file = new URL(name, import.meta.url);
    const text = readIfThere(file);
    const start = text.indexOf(before);
    const end = text.indexOf(after);
    if (start === -1 || end < start) continue;
    writeFileSync(file, `${text.slice(0, start + before.length)}\n\n${tables}\n\n${text.slice(end)}`);
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}
