import { cpus } from 'node:os';

/** A table whose first column is text and whose others are numbers. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const rule = `|---|${'--:|'.repeat(head.length - 1)}`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

export function grouped(number) {
  return Math.round(number).toLocaleString('en-US');
}

/** When and where, and what shares the cores there. */
export function measuredHere(sharing) {
  const cores = cpus();
  const day = new Date().toISOString().slice(0, 10);
  return `Measured ${day} on ${cores.length} cores (${cores[0].model.trim()}), Node ${process.version}; ${sharing} share them.`;
}
