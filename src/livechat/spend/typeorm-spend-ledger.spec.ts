import { describe, expect, it } from '@jest/globals';

import { openLedger } from '../testing/open-ledger.js';
import type { Spend } from './spend.js';

const nothing = { first: 0, authentication: 0, misdirected_request: 0, reset_read: 0 };
const spent = (organizationId: string, counts: Partial<Spend>): Spend => ({
  month: '2026-11',
  organizationId,
  ...nothing,
  ...counts,
});

describe('the ledger', () => {
  it('adds each cause to what is there, and gives the totals in the order of the batch', async () => {
    const { ledger } = await openLedger();
    const first = [spent('b', { first: 2 }), spent('a', { first: 5, reset_read: 1 })];
    const second = [spent('b', { authentication: 3, misdirected_request: 4 }), spent('c', { first: 1 })];

    expect(await ledger.add({ writer: 'w', number: 1, spends: first })).toEqual([2, 6]);
    expect(await ledger.add({ writer: 'w', number: 2, spends: second })).toEqual([9, 1]);

    expect(await ledger.of('2026-11')).toEqual([
      spent('b', { first: 2, authentication: 3, misdirected_request: 4 }),
      spent('a', { first: 5, reset_read: 1 }),
      spent('c', { first: 1 }),
    ]);
  });

  it('keeps months and organizations apart', async () => {
    const { ledger } = await openLedger();
    const next = { ...spent('a', { first: 1 }), month: '2026-12' };
    await ledger.add({ writer: 'w', number: 1, spends: [spent('a', { first: 5 }), next, spent('b', {})] });

    expect(await ledger.of('2026-12')).toEqual([next]);
    expect(await ledger.of('2026-11', 'a')).toEqual([spent('a', { first: 5 })]);
    expect(await ledger.of('2026-10')).toEqual([]);
  });

  it('adds up what several write at once, in whatever order, beyond 32 bits', async () => {
    const { ledger } = await openLedger();
    const spends = Array.from({ length: 300 }, (_, at) => spent(`o${at}`, { first: 1_000_000_000 }));

    await Promise.all(
      ['w1', 'w2', 'w3', 'w4'].map((writer, at) =>
        ledger.add({ writer, number: 1, spends: at % 2 === 0 ? spends : spends.toReversed() }),
      ),
    );

    const rows = await ledger.of('2026-11');
    expect(new Set(rows.map(({ first }) => first))).toEqual(new Set([4_000_000_000]));
    expect(rows).toHaveLength(300);
  });
});
