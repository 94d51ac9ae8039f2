import { Command, Option } from 'commander';

import { ApiKeys } from '../../../auth/index.js';
import { withServices } from '../../command-context.js';
import { durationOrNone } from '../../duration.js';
import { print } from '../../print.js';
import { keyId, NoGoodKey } from './key-id.js';
import { shownKey } from './shown-key.js';

const DAY_MS = 86_400_000;

/** `livechat-app keys rotate`. */
export function rotateKeyCommand(): Command {
  const overlap = new Option('--overlap <duration>', 'how long the old one stays good; 0 ends it now');
  return new Command('rotate')
    .description('give a key another secret and print it, this once; the old one stays good for a while')
    .addArgument(keyId())
    .addOption(overlap.argParser(durationOrNone).default(DAY_MS, '24h'))
    .option('--json', 'answer with one JSON object')
    .action(async (id: string, { overlap: overlapMs, json }: { overlap: number; json?: boolean }) => {
      const rotated = await withServices((services) => services.get(ApiKeys).rotate(id, { overlapMs }));
      if (!rotated) throw new NoGoodKey(id);
      print(json, { ...shownKey(rotated), key: rotated.key }, rotated.key);
    });
}
