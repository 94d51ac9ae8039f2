import { Command } from 'commander';
import { DataSource } from 'typeorm';

import { withServices } from '../command-context.js';
import { print } from '../print.js';

/** `livechat-app migrate`: brings the schema up to date without starting the server. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the database schema up to date (starting the server does this too)')
    .option('--json', 'answer with one JSON object')
    .action(async ({ json }: { json?: boolean }) => {
      const migrations = await withServices((services) => Promise.resolve(namesOf(services.get(DataSource))));
      const text = `The schema is up to date: ${migrations.length} migrations.`;
      print(json, { migrations }, text);
    });
}

/** Opening the database ran them all. */
function namesOf(database: DataSource): string[] {
  return database.migrations.map((migration) => migration.name ?? migration.constructor.name);
}
