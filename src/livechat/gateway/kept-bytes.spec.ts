import { describe, expect, it } from '@jest/globals';

import { KeptBytes } from './kept-bytes.js';

describe('kept bytes', () => {
  it('are none at first', () => {
    expect(new KeptBytes().bytes).toEqual(Buffer.alloc(0));
  });

  it('are a single piece itself, not a copy', () => {
    const kept = new KeptBytes();
    const piece = Buffer.from('whole');

    kept.add(piece);

    expect(kept.bytes.buffer).toBe(piece.buffer);
    expect(kept.bytes).toEqual(piece);
  });

  it('are all pieces in their order, and leave the pieces as they were', () => {
    const kept = new KeptBytes();
    const pieces = ['a', '', 'bc', 'd'.repeat(10_000), 'e'].map((text) => Buffer.from(text));
    const before = Buffer.concat(pieces);

    for (const piece of pieces) kept.add(piece);

    expect(kept.bytes).toEqual(before);
    expect(kept.length).toBe(before.length);
    expect(Buffer.concat(pieces)).toEqual(before);
  });

  it('take at most twice their length, however small the pieces are', () => {
    const kept = new KeptBytes();

    for (let count = 0; count < 100_000; count += 1) kept.add(Buffer.from([count % 256]));

    expect(kept.length).toBe(100_000);
    expect(kept.heldBytes).toBeLessThanOrEqual(200_000);
    expect(kept.bytes[99_999]).toBe(99_999 % 256);
  });
});
