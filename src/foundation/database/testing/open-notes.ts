import { Entity, type QueryRunner } from 'typeorm';

import { emptyDatabase } from '../../../../test/support/database.js';
import { emptyFolder } from '../../../../test/support/folders.js';
import { ManualClock } from '../../../../test/support/manual-clock.js';
import { closeAfterTest } from '../../../../test/support/opened.js';
import { DatabaseConfig } from '../database.config.js';
import { ForwardMigration } from '../forward-migration.js';
import { openDatabase } from '../open-database.js';
import { idColumn, timestampColumn } from '../portable-columns.js';

@Entity('notes')
class Note {
  @idColumn('note_id') noteId!: string;
  @timestampColumn({ name: 'read_at' }) readAt!: number;
}

class CreateNotes1764547200000 extends ForwardMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE notes (note_id varchar(64) PRIMARY KEY, read_at bigint)');
  }
}

/** A table of notes, read one millisecond after the other, on the engine of this run. */
export async function openNotes(count: number) {
  const { DATABASE_URL: url = `sqlite:${emptyFolder()}/test.sqlite` } = await emptyDatabase();
  const schema = { entities: [Note], migrations: [CreateNotes1764547200000] };
  const database = await openDatabase(new DatabaseConfig(url), new ManualClock(), schema);
  closeAfterTest(() => database.destroy());
  const notes = database.getRepository(Note);
  await notes.insert(Array.from({ length: count }, (_, at) => ({ noteId: `note-${at}`, readAt: at })));
  return { database, notes };
}
