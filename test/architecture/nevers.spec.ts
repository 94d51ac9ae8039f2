import { describe, expect, it } from '@jest/globals';

import { importsOf, roomOf, type SourceFile, sourceFiles } from './source-files.js';

const source = sourceFiles('src');
const tests = [
  ...sourceFiles('test', { withSpecs: true }),
  ...sourceFiles('src', { withSpecs: true }),
].filter(
  ({ path }) =>
    /(spec|contract)\.ts$|\/(support|testing)\//.test(path) && path !== 'test/architecture/nevers.spec.ts',
);

const filesWith = (files: readonly SourceFile[], pattern: RegExp): string[] =>
  files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe('what this code never does', () => {
  it('reads the environment only where settings come from', () => {
    expect(filesWith(source, /process\.env\b/)).toEqual(['src/app.config.ts']);
  });

  it('leaves the schema to migrations', () => {
    expect(filesWith(source, /synchronize:\s*true/)).toEqual([]);
  });

  it('has no circular module reference', () => {
    expect(filesWith(source, /forwardRef\(/)).toEqual([]);
  });

  it('keeps entities and repositories in their own room', () => {
    const leaks = source
      .filter(({ path }) => path.endsWith('/index.ts'))
      .filter(({ text }) => /\.entity\.js|repository/i.test(text))
      .map(({ path }) => path);

    expect(leaks).toEqual([]);
  });

  it('keeps axios, and with it the 401 interceptor, out of the room that renews tokens', () => {
    const rooms = source
      .flatMap(importsOf)
      .filter(({ specifier }) => /axios/.test(specifier))
      .map(({ from }) => roomOf(from));

    expect(new Set(rooms)).toEqual(new Set(['livechat']));
  });

  it('asks the token endpoint from one folder only', () => {
    expect(filesWith(source, /grant_type/).every((path) => path.startsWith('src/tokens/endpoint/'))).toBe(
      true,
    );
    expect(filesWith(source, /grant_type/)).not.toEqual([]);
  });

  it('uses its own axios instance, never the global one', () => {
    expect(filesWith(source, /imports:\s*\[(?:[^\]/]|\/\/.*\n)*?\bHttpModule\s*[,\]]/)).toEqual([]);
    expect(filesWith(source, /import\s+axios\b|import\s+\*\s+as\s+axios\b/)).toEqual([]);
  });

  it('leaves the source of time to the clock', () => {
    expect(filesWith(source, /\bDate\.now\(\)|new Date\(\)/)).toEqual([
      'src/foundation/clock/system-clock.ts',
    ]);
  });

  it('does not sleep in tests, or skip or mock', () => {
    expect(filesWith(tests, /setTimeout\(\s*resolve|timers\/promises/)).toEqual([
      'test/replicas/support/real-time.ts', // for processes that are killed
    ]);
    expect(filesWith(tests, /\b(it|test|describe)\.(only|todo)\b|jest\.mock\(/)).toEqual([]);
  });

  it('stays short: no file over 300 lines, half of them under 60', () => {
    const lengths = source.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);

    expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(60);
    expect(sorted[Math.floor(sorted.length * 0.9)]).toBeLessThan(150);
  });
});
