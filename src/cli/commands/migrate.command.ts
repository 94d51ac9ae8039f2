import { Command } from 'commander';

import { withDatabase } from '../with-database.js';

/** `livechat-app migrate`: brings the schema up to date without starting the server. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the database schema up to date (starting the server does this too)')
    .option('--json', 'answer with one JSON object')
    .action(async ({ json }: { json?: boolean }) => {
      await withDatabase((database) => {
        const applied = database.migrations.map((migration) => migration.name ?? migration.constructor.name);
        process.stdout.write(json ? `${JSON.stringify({ migrations: applied })}\n` : 'The schema is up to date.\n');
        return Promise.resolve();
      });
    });
}
