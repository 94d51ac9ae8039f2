import { describe, expect, it } from '@jest/globals';
import { promisify } from 'node:util';

import { FewAtOnce } from './few-at-once.js';

const nextPass = promisify(setImmediate);

/** So many go on as they may; who has, by number. */
function crowd(size: number): { gone: number[]; all: Promise<unknown> } {
  const few = new FewAtOnce();
  const gone: number[] = [];
  const all = Array.from({ length: size }, async (_, n) => {
    await few.next();
    gone.push(n);
  });
  return { gone, all: Promise.all(all) };
}

describe('a crowd that is set free', () => {
  it('goes on 32 in each pass of the event loop, in its order', async () => {
    const { gone, all } = crowd(100);
    const after: number[] = [];
    for (let pass = 0; pass < 4; pass += 1) {
      await Promise.resolve();
      after.push(gone.length);
      await nextPass();
    }
    await all;

    expect(after).toEqual([32, 64, 96, 100]);
    expect(gone).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });
});

describe('one that comes alone', () => {
  it('waits for nothing, also after a crowd', async () => {
    const few = new FewAtOnce();
    const waits = Array.from({ length: 40 }, () => few.next());
    const inTheFirstPass = waits.filter((wait) => wait === undefined);
    for (const wait of waits) await wait;
    await nextPass();

    expect(inTheFirstPass).toHaveLength(32);
    expect(few.next()).toBeUndefined();
  });
});
