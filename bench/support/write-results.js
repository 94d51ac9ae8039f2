import { readFileSync, writeFileSync } from 'node:fs';

/** Puts a bench's tables between its markers in its own README, and a summary, if it has one, in the project's. */
export function writeResults(bench, { tables, summary }) {
  write(bench, '../README.md', tables);
  if (summary !== undefined) write(bench, '../../README.md', summary);
}

function write(bench, name, text) {
  const [before, after] = [`<!-- ${bench}:start -->`, `<!-- ${bench}:end -->`];
  const file = new URL(name, import.meta.url);
  const page = readFileSync(file, 'utf8');
  const start = page.indexOf(before);
  const end = page.indexOf(after);
  if (start === -1 || end < start) throw new Error(`${name} has no place for the results of ${bench}.`);
  writeFileSync(file, `${page.slice(0, start + before.length)}\n\n${text}\n\n${page.slice(end)}`);
}
