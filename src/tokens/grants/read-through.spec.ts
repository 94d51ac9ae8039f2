import { describe, expect, it } from '@jest/globals';

import { ReadThrough } from './read-through.js';

interface Entry {
  readonly version: number;
}

describe('a read-through cache', () => {
  it('loads once for callers that come together', async () => {
    const cache = new ReadThrough<Entry>();
    let loads = 0;
    const load = () => Promise.resolve({ version: ++loads });

    await Promise.all([cache.get('a', load), cache.get('a', load)]);

    expect(cache.peek('a')).toEqual({ version: 1 });
    expect(loads).toBe(1);
  });

  it('does not remember what was loaded before it was told to forget', async () => {
    const cache = new ReadThrough<Entry>();
    let finish: (entry: Entry) => void = () => undefined;
    const stale = cache.get('a', () => new Promise<Entry>((resolve) => (finish = resolve)));
    cache.forget('a');
    finish({ version: 1 });

    expect(await stale).toEqual({ version: 1 });
    expect(cache.peek('a')).toBeUndefined();
  });

  it('keeps the younger load when the older one ends last', async () => {
    const cache = new ReadThrough<Entry>();
    let finish: (entry: Entry) => void = () => undefined;
    const stale = cache.get('a', () => new Promise<Entry>((resolve) => (finish = resolve)));
    cache.forgetAll();
    await cache.get('a', () => Promise.resolve({ version: 2 }));
    finish({ version: 1 });
    await stale;

    expect(cache.peek('a')).toEqual({ version: 2 });
  });

  it('does not remember what is missing, or a failure', async () => {
    const cache = new ReadThrough<Entry>();
    await cache.get('a', () => Promise.resolve(undefined));
    await cache.get('a', () => Promise.reject(new Error('gone'))).catch(() => undefined);

    expect(await cache.get('a', () => Promise.resolve({ version: 1 }))).toEqual({ version: 1 });
  });

  it('is bounded', async () => {
    const cache = new ReadThrough<Entry>(2);
    for (const key of ['a', 'b', 'c']) await cache.get(key, () => Promise.resolve({ version: 1 }));

    expect(cache.peek('a')).toBeUndefined();
    expect(cache.peek('c')).toBeDefined();
  });
});
