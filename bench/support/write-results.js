import { readFileSync, writeFileSync } from 'node:fs';

const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';
const FILES = ['../README.md', '../../README.md'];

/** Puts the tables between the markers of the two READMEs; a README without markers is left alone. */
export function writeResults(tables) {
  for (const name of FILES) {
    const file = new URL(name, import.meta.url);
    const text = readIfThere(file);
    const start = text.indexOf(START);
    const end = text.indexOf(END);
    if (start === -1 || end < start) continue;
    writeFileSync(file, `${text.slice(0, start + START.length)}\n\n${tables}\n\n${text.slice(end)}`);
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
