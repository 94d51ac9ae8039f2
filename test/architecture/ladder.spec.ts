import { describe, expect, it } from '@jest/globals';

import { type Import, importsOf, roomOf, sourceFiles } from './source-files.js';

const LADDER = [
  'foundation',
  'tokens',
  'auth',
  'livechat',
  'webhooks',
  'operator',
  'operations',
  'app',
  'cli',
];

const imports = sourceFiles('src').flatMap(importsOf);
const between = imports.filter(
  (found): found is Import & { target: string } =>
    found.target !== undefined &&
    roomOf(found.from) !== roomOf(found.target) &&
    found.target.startsWith('src/'),
);

describe('the ladder', () => {
  it('sees the imports it judges', () => {
    expect(between.length).toBeGreaterThan(100);
    expect(new Set(between.map(({ from }) => roomOf(from)))).toEqual(
      new Set(['tokens', 'auth', 'livechat', 'operator', 'operations', 'app', 'cli']),
    );
  });

  it('only lets a room import from rooms below it', () => {
    const upward = between.filter(
      ({ from, target }) => LADDER.indexOf(roomOf(target)) >= LADDER.indexOf(roomOf(from)),
    );

    expect(upward.map(({ from, target }) => `${from} -> ${target}`)).toEqual([]);
  });

  it('has a rung for every room', () => {
    const rooms = new Set(sourceFiles('src').map(({ path }) => roomOf(path)));

    expect([...rooms].filter((room) => !LADDER.includes(room))).toEqual([]);
  });

  it('reaches a feature through its index', () => {
    const around = between.filter(({ target }) => roomOf(target) !== 'app' && !target.endsWith('/index.ts'));

    expect(around.map(({ from, target }) => `${from} -> ${target}`)).toEqual([]);
  });

  it('has no import cycle', () => {
    expect(cyclesIn(imports)).toEqual([]);
  });

  it('keeps the sandbox and the source apart: only the start loads the sandbox', () => {
    const fromSandbox = sourceFiles('sandbox')
      .flatMap(importsOf)
      .filter(({ target }) => target?.startsWith('src/'));
    const toSandbox = imports.filter(({ target }) => target?.startsWith('sandbox/'));

    expect(fromSandbox).toEqual([]);
    expect(toSandbox.map(({ from }) => from)).toEqual(['src/app/sandbox-beside.ts']);
  });
});

/** Cycles of imports that exist at run time, each as the path that closes it. */
function cyclesIn(all: readonly Import[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, target, isTypeOnly } of all) {
    if (target && !isTypeOnly) targets.set(from, [...(targets.get(from) ?? []), target]);
  }
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      return;
    }
    if (done.has(file)) return;
    for (const next of targets.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return cycles;
}
