import type { AccessRecord, RefreshRecord } from './token-records.js';

/** Where tokens outlive the process. The text holds live tokens: whoever keeps it must protect it. */
export interface TokenMemory {
  read(): string | undefined;
  write(text: string): void;
}

interface Remembered {
  readonly access: readonly AccessRecord[];
  readonly refresh: readonly RefreshRecord[];
}

export function writeTokens(memory: TokenMemory, tokens: Remembered): void {
  memory.write(JSON.stringify(tokens));
}

/** What was kept; nothing when it cannot be read, for then everybody only has to sign in again. */
export function readTokens(memory: TokenMemory): Remembered {
  try {
    return JSON.parse(memory.read() ?? '') as Remembered;
  } catch {
    return { access: [], refresh: [] };
  }
}
