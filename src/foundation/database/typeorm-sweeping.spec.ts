import { describe, expect, it } from '@jest/globals';

import { sweepOlder } from './sweep-older.js';
import { openNotes } from './testing/open-notes.js';

describe('sweeping a table', () => {
  it('removes what is older and nothing else', async () => {
    const { notes } = await openNotes(5);

    await sweepOlder(notes, 'readAt', 3);

    expect((await notes.find({ order: { readAt: 'ASC' } })).map(({ readAt }) => readAt)).toEqual([3, 4]);
  });

  it('removes a hundred at a time, the oldest first', async () => {
    const { notes } = await openNotes(150);

    await sweepOlder(notes, 'readAt', 1_000);

    expect(await notes.count()).toBe(50);
    expect(await notes.existsBy({ noteId: 'note-99' })).toBe(false);
    expect(await notes.existsBy({ noteId: 'note-100' })).toBe(true);
  });
});
