import type { INestApplicationContext } from '@nestjs/common';

import type { Settings } from '../app.config.js';
import { developmentKey } from './development-key.js';
import type { SandboxBeside } from './sandbox-beside.js';

/** What a person sees when the server has started: the URL to open, and in sandbox mode a `curl` that works. */
export async function greeting(
  app: INestApplicationContext,
  settings: Settings,
  sandbox: SandboxBeside | undefined,
): Promise<string> {
  const url = settings.http.publicUrl.origin;
  const open = `\nlivechat-app-backend is ready.\n\n  Open  ${url}\n`;
  if (!sandbox) return settings.http.isProduction ? '' : `${open}\n`;
  const key = await developmentKey(app, sandbox.dataDir);
  return `${open}
  After you have signed in there, this works too:

  curl -s ${url}/livechat/agent/action/list_chats -d '{}' \\
    -H 'Content-Type: application/json' -H 'Authorization: Bearer ${key}'

  LiveChat is played by the sandbox: ${sandbox.controlUrl.href}
  With your real LiveChat app: see README.md.

`;
}
