import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NOBODY = new Set(['(idle)', '(program)']);

/** The functions with the largest share of the time of the last `seconds` that a profiled server ran. */
export function busiestFunctions(folder, { seconds, count }) {
  const { nodes, samples, timeDeltas, startTime, endTime } = profileIn(folder);
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const from = endTime - seconds * 1_000_000;
  const times = new Map();
  let now = startTime;
  let total = 0;
  samples.forEach((id, i) => {
    now += timeDeltas[i];
    const name = names.get(id);
    if (now < from || NOBODY.has(name)) return;
    total += timeDeltas[i];
    times.set(name, (times.get(name) ?? 0) + timeDeltas[i]);
  });
  return [...times]
    .sort(([, one], [, other]) => other - one)
    .slice(0, count)
    .map(([name, time]) => ({ name, share: time / total }));
}

function profileIn(folder) {
  const [file] = readdirSync(folder);
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

function nameOf({ functionName, url, lineNumber }) {
  const name = functionName || '(anonymous)';
  if (!url) return name;
  const place = url.startsWith('file:') ? relative(ROOT, fileURLToPath(url)) : url;
  return `${name} ${place}:${lineNumber + 1}`;
}
