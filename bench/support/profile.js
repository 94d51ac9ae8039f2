import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NOBODY = new Set(['(idle)', '(program)']);

/** What a profiled server did in the last `seconds` that it ran: microseconds by function, the busiest first. */
export function profileOf(folder, { seconds }) {
  const { nodes, samples, timeDeltas, startTime, endTime } = profileIn(folder);
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const from = endTime - seconds * 1_000_000;
  const times = new Map();
  let now = startTime;
  samples.forEach((id, i) => {
    now += timeDeltas[i];
    const { functionName, url, lineNumber } = frames.get(id);
    if (now < from || NOBODY.has(functionName)) return;
    const name = functionName || '(anonymous)';
    const key = `${name} ${url}:${lineNumber}`;
    const known = times.get(key) ?? {
      name,
      place: placeOf(url, lineNumber),
      room: roomOf(name, url),
      time: 0,
    };
    times.set(key, { ...known, time: known.time + timeDeltas[i] });
  });
  return [...times.values()].sort((one, other) => other.time - one.time);
}

/** The same by whose code it is. */
export function byRoom(functions) {
  const rooms = new Map();
  for (const { room, time } of functions) rooms.set(room, (rooms.get(room) ?? 0) + time);
  return [...rooms].map(([room, time]) => ({ room, time })).sort((one, other) => other.time - one.time);
}

function profileIn(folder) {
  const [file] = readdirSync(folder);
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

function placeOf(url, lineNumber) {
  if (!url) return '';
  const place = url.startsWith('file:') ? relative(ROOT, fileURLToPath(url)) : url;
  return `${place}:${lineNumber + 1}`;
}

function roomOf(name, url) {
  if (name === '(garbage collector)') return 'garbage collector';
  if (!url) return /^write/.test(name) ? 'writing to sockets (the kernel)' : 'built into V8 and Node';
  if (url.startsWith('node:')) return 'Node’s own JavaScript';
  if (url.startsWith('wasm:')) return 'undici';
  const [, dependency] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (dependency !== undefined) return dependency;
  const [, room] = /\/dist\/src\/([^/]+\/[^/]+)/.exec(url) ?? [];
  return room === undefined ? 'other' : `ours: ${room}`;
}
