import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { closeAfterTest } from './opened.js';

/** An empty folder of the test's own, removed after it. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-app-'));
  closeAfterTest(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
