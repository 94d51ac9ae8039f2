import { Command, InvalidArgumentError, Option } from 'commander';

import { sqliteUrlIn } from '../../app.config.js';
import { entitiesMadeByMigrations, databaseSchema } from '../../app.module.js';
import { DatabaseConfig, DatabaseCopy, SqlitePlace, SystemClock } from '../../foundation/index.js';
import { commandSettings } from '../command-context.js';
import { withDatabasePair } from '../database-pair.js';
import { Interruption } from '../interruption.js';
import { print } from '../print.js';
import { counted } from '../progress/counts.js';
import { goThrough } from '../progress/go-through.js';
import { progressOn } from '../progress/progress.js';
import { type CopyOutcome, copyText, whyNotCopied } from './copy-outcome.js';

interface CopyOptions {
  readonly from?: string;
  readonly rowsAtOnce: number;
  readonly json?: boolean;
}

/** `livechat-app copy-to-postgres`. See "Moving from SQLite to PostgreSQL" in docs/operations.md. */
export function copyToPostgresCommand(): Command {
  const rowsAtOnce = new Option('--rows-at-once <count>').argParser(Number).default(1_000).hideHelp();
  return new Command('copy-to-postgres')
    .description('copy an SQLite database into the PostgreSQL database that DATABASE_URL names')
    .option(
      '--from <url>',
      'the SQLite database; by default the one that is used without DATABASE_URL',
      sqliteUrl,
    )
    .option('--json', 'answer with one JSON object')
    .addOption(rowsAtOnce)
    .action(async (options: CopyOptions) => {
      const outcome = await copied(options);
      print(options.json, outcome, copyText(outcome));
      const faults = whyNotCopied(outcome);
      if (faults.length > 0) throw new Error(faults.join('\n'));
    });
}

function sqliteUrl(text: string): string {
  if (SqlitePlace.isNamedBy(text)) return text;
  throw new InvalidArgumentError('It must be sqlite:<file>, for example sqlite:data/livechat.sqlite.');
}

function copied({ from, rowsAtOnce }: CopyOptions): Promise<CopyOutcome> {
  const { database, http } = commandSettings();
  const source = new DatabaseConfig(from ?? sqliteUrlIn(http.dataDir));
  return withDatabasePair({ source, target: database }, (pair) => {
    const copy = new DatabaseCopy(pair.source, pair.target, {
      entities: databaseSchema.entities,
      madeByMigrations: entitiesMadeByMigrations,
      rowsAtOnce,
    });
    return Interruption.during((interruption) => run(copy, interruption));
  });
}

async function run(copy: DatabaseCopy, interruption: Interruption): Promise<CopyOutcome> {
  const [clock, total] = [new SystemClock(), await copy.count()];
  const shown = async <Result>(what: string, work: AsyncGenerator<number, Result>) => {
    if (interruption.isAsked) return undefined;
    process.stderr.write(`${counted(total, 'row')} to ${what}.\n`);
    return goThrough(work, { progress: progressOn(process.stderr, total, clock), interruption });
  };
  if (!(await copy.isTargetEmpty()))
    await shown('check before anything is written', copy.assertNothingForeign());
  const rows = await shown('copy', copy.copy());
  const tables = await shown('compare', copy.compare());
  return { isInterrupted: tables === undefined, copied: rows, tables };
}
