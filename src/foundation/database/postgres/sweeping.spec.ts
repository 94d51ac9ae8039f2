import { describe, expect, it } from '@jest/globals';

import { sweepOlder } from '../sweep-older.js';
import { openNotes } from '../testing/open-notes.js';

describe('sweeping a table on PostgreSQL', () => {
  it('passes over what another replica removes just now, without waiting for it', async () => {
    const { database, notes } = await openNotes(3);

    await database.transaction(async (other) => {
      await other.query(`DELETE FROM notes WHERE note_id = 'note-0'`);
      await sweepOlder(notes, 'readAt', 2);
    });

    expect((await notes.find()).map(({ noteId }) => noteId)).toEqual(['note-2']);
  });
});
