import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { type DataSource, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

import { emptyDatabase } from '../../../../../test/support/database.js';
import { emptyFolder } from '../../../../../test/support/folders.js';
import { ManualClock } from '../../../../../test/support/manual-clock.js';
import { closeAfterTest } from '../../../../../test/support/opened.js';
import { DatabaseConfig } from '../../database.config.js';
import { openDatabase } from '../../open-database.js';
import { derivedTextColumn, idColumn, longTextColumn, timestampColumn } from '../../portable-columns.js';
import { CopiedTable } from './copied-table.js';
import { DatabaseCopy } from './database-copy.js';

@Entity('notes')
class Note {
  @idColumn() id!: string;
  @longTextColumn({ name: 'text', nullable: true }) text!: string | null;
  @timestampColumn({ name: 'read_at' }) readAt!: number;
  @derivedTextColumn({ name: 'twice' }) twice!: string;
}

@Entity('identity')
class Identity {
  @idColumn() id!: string;
}

@Entity('pairs')
class Pair {
  @PrimaryColumn({ type: 'varchar' }) one!: string;
  @PrimaryColumn({ type: 'varchar' }) other!: string;
}

class CreateNotes1764547200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE notes (id varchar(64) PRIMARY KEY, text text, read_at bigint NOT NULL,
      twice varchar(255) GENERATED ALWAYS AS (text || text) STORED)`);
    await runner.query('CREATE TABLE identity (id varchar(64) PRIMARY KEY)');
    await runner.query(`INSERT INTO identity VALUES ('${runner.dataSource.options.type}')`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward'));
  }
}

async function open(url: string): Promise<DataSource> {
  const schema = { entities: [Note, Identity, Pair], migrations: [CreateNotes1764547200000] };
  const database = await openDatabase(new DatabaseConfig(url), new ManualClock(), schema);
  closeAfterTest(() => database.destroy());
  return database;
}

/** A source with notes, an empty target, and the copy between them, two rows at once. */
async function notes(...values: string[]) {
  const source = await open(`sqlite:${join(emptyFolder(), 'source.sqlite')}`);
  const target = await open((await emptyDatabase()).DATABASE_URL ?? '');
  for (const value of values) await source.query(`INSERT INTO notes VALUES ${value}`);
  const options = { entities: [Note, Identity], madeByMigrations: [Identity], rowsAtOnce: 2 };
  return { source, target, copy: new DatabaseCopy(source, target, options) };
}

/** What the work comes to, and how many rows each of its steps was. */
async function done<Result>(work: AsyncGenerator<number, Result>): Promise<[Result, number[]]> {
  const steps: number[] = [];
  for (;;) {
    const step = await work.next();
    if (step.done) return [step.value, steps];
    steps.push(step.value);
  }
}

const THREE = [`('B', NULL, 1764547200000)`, `('a', 'x', 0)`, `('é', '"\\ ü\n', -1)`];

describe('a copy of a database', () => {
  it('has the same rows, in whatever order each side sorts them, and derives what is derived', async () => {
    const { target, copy } = await notes(...THREE);

    expect(await done(copy.copy())).toEqual([3, [2, 1, 1]]);

    const [tables] = await done(copy.compare());
    expect(tables.map(({ table, foreign, target: { rows } }) => [table, foreign, rows])).toEqual([
      ['notes', 0, 3],
      ['identity', 0, 1],
    ]);
    for (const { source, target: sum } of tables) expect(sum).toEqual(source);
    expect(await target.query(`SELECT text, read_at, twice FROM notes WHERE id = 'a'`)).toEqual([
      { text: 'x', read_at: '0', twice: 'xx' },
    ]);
    expect(await target.query('SELECT id FROM identity')).toEqual([{ id: 'better-sqlite3' }]);
  });

  it('goes on where it stopped, and overwrites nothing', async () => {
    const { copy } = await notes(...THREE);
    const stopped = copy.copy();
    await stopped.next();

    await done(copy.assertNothingForeign());

    expect((await done(copy.copy()))[0]).toBe(1);
    expect((await done(copy.copy()))[0]).toBe(0);
  });

  it.each([
    ['a row with another content', `UPDATE notes SET text = 'y' WHERE id = 'a'`, 3],
    ['a row too many', `INSERT INTO notes VALUES ('c', 'z', 0)`, 4],
  ])('does not pass with %s', async (_what, change, rows) => {
    const { target, copy } = await notes(...THREE);
    await done(copy.copy());
    await target.query(change);

    const [[compared]] = await done(copy.compare());

    expect(compared).toMatchObject({ foreign: 1, source: { rows: 3 }, target: { rows } });
    expect([compared?.source.rows, compared?.source.checksum]).not.toEqual([
      compared?.target.rows,
      compared?.target.checksum,
    ]);
    await expect(done(copy.assertNothingForeign())).rejects.toThrow('1 in notes');
  });

  it('does not pass with a row too few', async () => {
    const { target, copy } = await notes(...THREE);
    await done(copy.copy());
    await target.query(`DELETE FROM notes WHERE id = 'a'`);

    const [[compared]] = await done(copy.compare());

    expect(compared).toMatchObject({ foreign: 0, source: { rows: 3 }, target: { rows: 2 } });
    expect(compared?.target.checksum).not.toBe(compared?.source.checksum);
  });

  it('leaves the own rows of a target that is not empty, and refuses it', async () => {
    const { target, copy } = await notes(...THREE);
    await target.query(`INSERT INTO notes VALUES ('own', '', 0)`);

    await expect(done(copy.assertNothingForeign())).rejects.toThrow('1 in notes, 1 in identity');

    expect(await target.query('SELECT id FROM identity')).toEqual([{ id: 'postgres' }]);
  });

  it('writes a whole number where SQLite kept a fraction', async () => {
    const { target, copy } = await notes(`('a', NULL, 1764547200000.75)`);

    await done(copy.copy());

    expect(await target.query('SELECT read_at FROM notes')).toEqual([{ read_at: '1764547200001' }]);
  });

  it('is not made of a table whose key is more than one column', async () => {
    const { source } = await notes();

    expect(() => new CopiedTable(source.getMetadata(Pair))).toThrow('its key is not one column');
  });
});
