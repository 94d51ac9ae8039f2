import { describe, expect, it } from '@jest/globals';

import { Nonces } from './nonces.js';

describe('nonces', () => {
  it('are never handed out twice, also when new ones are drawn', () => {
    const nonces = new Nonces(12);

    const taken = Array.from({ length: 2_000 }, () => nonces.take());

    expect(new Set(taken.map((nonce) => nonce.toString('hex'))).size).toBe(2_000);
    expect(new Set(taken.map(({ length }) => length))).toEqual(new Set([12]));
  });

  it('stay what they were while others are drawn', () => {
    const nonces = new Nonces(12);
    const first = nonces.take();
    const before = first.toString('hex');

    for (let times = 0; times < 2_000; times += 1) nonces.take();

    expect(first.toString('hex')).toBe(before);
  });
});
