import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';

import { sourceFiles } from './source-files.js';

const operations = readFileSync('docs/operations.md', 'utf8');

describe('docs/operations.md', () => {
  it('has every event that is logged, and no other', () => {
    const logged = sourceFiles('src').flatMap(({ text }) =>
      [...text.matchAll(/event: '([a-z_]+\.[a-z_]+)'/g)].map(([, event]) => event ?? ''),
    );
    const told = [...operations.matchAll(/^\| (`[a-z_]+\.[a-z_]+`.*?) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([a-z_]+\.[a-z_]+)`/g)].map(([, event]) => event ?? ''),
    );

    expect(logged.length).toBeGreaterThan(30);
    expect([...new Set(logged)].sort()).toEqual([...told].sort());
  });
});
