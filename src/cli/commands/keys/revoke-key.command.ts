import { Command } from 'commander';

import { ApiKeys } from '../../../auth/index.js';
import { withServices } from '../../command-context.js';
import { print } from '../../print.js';
import { keyId, NoGoodKey } from './key-id.js';

/** `livechat-app keys revoke`. */
export function revokeKeyCommand(): Command {
  return new Command('revoke')
    .description('end a key for good; running servers notice within 2 seconds')
    .addArgument(keyId())
    .option('--json', 'answer with one JSON object')
    .action(async (id: string, { json }: { json?: boolean }) => {
      const wasThere = await withServices((services) => services.get(ApiKeys).revoke(id));
      if (!wasThere) throw new NoGoodKey(id);
      print(json, { id, revoked: true }, `The key ${id} is revoked.`);
    });
}
