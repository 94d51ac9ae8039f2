import { Command } from 'commander';

import { ApiKeys } from '../../../auth/index.js';
import { Clock } from '../../../foundation/index.js';
import { withServices } from '../../command-context.js';
import { print } from '../../print.js';
import { keyLine } from './key-line.js';
import { shownKey } from './shown-key.js';

/** `livechat-app keys list`. */
export function listKeysCommand(): Command {
  return new Command('list')
    .description('list the keys, never their secrets')
    .option('--json', 'answer with one JSON array')
    .action(async ({ json }: { json?: boolean }) => {
      const { keys, now } = await withServices(async (services) => ({
        keys: await services.get(ApiKeys).list(),
        now: services.get(Clock).now(),
      }));
      const lines = keys.map((key) => keyLine(key, now));
      print(json, keys.map(shownKey), lines.length > 0 ? lines.join('\n') : 'There are no keys.');
    });
}
