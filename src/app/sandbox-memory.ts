import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Keyring } from '../foundation/index.js';
import type { Settings } from '../app.config.js';

const BOUND_TO = ['sandbox', 'tokens'];

/**
 * Keeps the sandbox's tokens in the data folder, so that a restart signs nobody out.
 *
 * Sealed like everything else there: they are worth nothing outside, but whoever searches the folder for tokens should
 * find none.
 */
export function sandboxMemory({ http, encryptionKeys }: Settings): {
  read(): string | undefined;
  write(text: string): void;
} {
  const file = join(http.dataDir, 'sandbox-tokens.sealed');
  const keyring = new Keyring(encryptionKeys);
  return {
    read: () => (existsSync(file) ? keyring.open(readFileSync(file, 'utf8'), BOUND_TO) : undefined),
    write: (text) => {
      writeFileSync(file, keyring.seal(text, BOUND_TO), { mode: 0o600 });
    },
  };
}
