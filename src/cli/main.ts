import { Command, CommanderError } from 'commander';

import { product, StartRefused } from '../foundation/index.js';
import { copyToPostgresCommand } from './commands/copy-to-postgres.command.js';
import { keysCommand } from './commands/keys.command.js';
import { migrateCommand } from './commands/migrate.command.js';
import { reconnectLinkCommand } from './commands/reconnect-link.command.js';
import { resealCommand } from './commands/reseal.command.js';
import { spendCommand } from './commands/spend.command.js';
import { loadEnvFile } from '../app/environment.js';

const FAILED = 1;
const USED_WRONGLY = 2;

/** Runs `livechat-app …` and answers with its exit code: 0 done, 1 failed, 2 used wrongly. */
export async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('livechat-app')
    .description(
      'Looks after a livechat-app-backend: API keys, connections, encryption keys, the database and what was spent.',
    )
    .version(product.version)
    .addCommand(keysCommand())
    .addCommand(reconnectLinkCommand())
    .addCommand(migrateCommand())
    .addCommand(resealCommand())
    .addCommand(copyToPostgresCommand())
    .addCommand(spendCommand());
  exitByThrowing(program);
  try {
    loadEnvFile();
    await program.parseAsync([...argv]);
    return 0;
  } catch (error) {
    return exitCodeOf(error);
  }
}

function exitByThrowing(command: Command): void {
  command.exitOverride();
  command.showHelpAfterError();
  for (const child of command.commands) exitByThrowing(child);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USED_WRONGLY;
  process.stderr.write(`${error instanceof StartRefused ? error.message : String(error)}\n`);
  return FAILED;
}
