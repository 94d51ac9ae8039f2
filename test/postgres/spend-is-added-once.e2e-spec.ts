import { describe, expect, it } from '@jest/globals';

import { openLedger } from '../../src/livechat/testing/open-ledger.js';

const spend = {
  month: '2026-11',
  organizationId: 'a',
  first: 5,
  authentication: 1,
  misdirected_request: 0,
  reset_read: 0,
};

/** As after a connection that broke between the commit and its answer: whoever wrote tries again. */
describe('a batch of spends that was added, though nobody heard of it', () => {
  it('is not added again, and gives the totals of the moment', async () => {
    const { ledger } = await openLedger();
    const batch = { writer: 'w1', number: 1, spends: [spend] };
    await ledger.add(batch);
    await ledger.add({ writer: 'w2', number: 1, spends: [spend] });

    expect(await ledger.add(batch)).toEqual([12]);
    expect(await ledger.of('2026-11')).toEqual([{ ...spend, first: 10, authentication: 2 }]);
    expect(await ledger.add({ ...batch, number: 2 })).toEqual([18]);
  });

  it('is not added twice when both tries are under way at once', async () => {
    const { ledger } = await openLedger();
    const batch = { writer: 'w1', number: 1, spends: [spend] };

    await Promise.all([ledger.add(batch), ledger.add(batch), ledger.add(batch)]);

    expect(await ledger.of('2026-11')).toEqual([spend]);
  });

  it('leaves nothing of a process that ended long ago', async () => {
    const { ledger, database } = await openLedger();
    await ledger.add({ writer: 'w1', number: 1, spends: [spend] });
    await ledger.add({ writer: 'w2', number: 1, spends: [spend] });
    await database.query(`UPDATE livechat_spend_writers SET written_at = 0 WHERE id = 'w1'`);

    await ledger.sweep();

    expect(await database.query('SELECT id FROM livechat_spend_writers')).toEqual([{ id: 'w2' }]);
  });
});
