import { existsSync } from 'node:fs';
import { loadEnvFile as load } from 'node:process';

import { StartRefused } from '../foundation/index.js';

/** Settings as they are given: names and texts. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads `.env` in the working directory when there is one; what is already set wins. */
export function loadEnvFile(): void {
  if (!existsSync('.env')) return;
  try {
    load('.env');
  } catch (cause) {
    throw new StartRefused(`.env cannot be read: ${(cause as Error).message}.`, { cause });
  }
}
