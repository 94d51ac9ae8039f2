import { describe, expect, it } from '@jest/globals';

import { FairQueue } from './fair-queue.js';

function queueOf(...waiting: string[]): FairQueue<string> {
  const queue = new FairQueue<string>();
  for (const name of waiting) queue.push(name.charAt(0), name);
  return queue;
}

const all = (queue: FairQueue<string>) => Array.from({ length: queue.size }, () => queue.shift());

describe('the queue', () => {
  it('lets lines take turns, however long each is', () => {
    expect(all(queueOf('a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'c2'))).toEqual([
      'a1',
      'b1',
      'c1',
      'a2',
      'c2',
      'a3',
      'a4',
    ]);
  });

  it('lets one who comes late in before the rest of a line that has just had its turn', () => {
    const queue = queueOf('a1', 'a2', 'a3');
    queue.shift();
    queue.push('b', 'b1');

    expect(all(queue)).toEqual(['a2', 'b1', 'a3']);
  });

  it('passes over a line that may not go on, which keeps its turn', () => {
    const queue = queueOf('a1', 'a2', 'b1');

    expect(queue.shift((line) => line !== 'a')).toBe('b1');
    expect(queue.shift((line) => line !== 'a')).toBeUndefined();
    expect(all(queue)).toEqual(['a1', 'a2']);
  });

  it('forgets who leaves, wherever they stand', () => {
    const queue = queueOf('a1', 'a2', 'a3', 'b1');
    queue.remove('a', 'a2');
    queue.remove('b', 'b1');
    queue.remove('b', 'b1');
    queue.remove('c', 'c1');

    expect([queue.size, queue.sizeOf('a'), queue.sizeOf('b')]).toEqual([2, 2, 0]);
    expect([...all(queue), queue.shift()]).toEqual(['a1', 'a3', undefined]);
  });
});
