import type { INestApplicationContext } from '@nestjs/common';
import { Command } from 'commander';
import { setImmediate as turnOfTheEventLoop } from 'node:timers/promises';

import { Clock, Keyring } from '../../foundation/index.js';
import { NeededKeys, Resealing } from '../../tokens/index.js';
import { withServices } from '../command-context.js';
import { Interruption } from '../interruption.js';
import { inGroups } from '../progress/pace.js';
import { progressOn } from '../progress/progress.js';
import { outcomeText, type ResealOutcome, whyNotDone } from './reseal-outcome.js';

/** `livechat-app reseal`: for a change of encryption keys without a stop. See "Rotating keys" in docs/operations.md. */
export function resealCommand(): Command {
  return new Command('reseal')
    .description('seal every token with the first key of ENCRYPTION_KEYS, while servers run')
    .option('--json', 'answer with one JSON object')
    .action(async ({ json }: { json?: boolean }) => {
      const outcome = await withServices(reseal);
      process.stdout.write(`${json ? JSON.stringify(outcome) : outcomeText(outcome)}\n`);
      const faults = whyNotDone(outcome);
      if (faults.length > 0) throw new Error(faults.join('\n'));
    });
}

async function reseal(services: INestApplicationContext): Promise<ResealOutcome> {
  const resealing = services.get(Resealing);
  await resealing.assertPossible();
  const work = await Interruption.during((interruption) =>
    resealedRows(resealing, services.get(Clock), interruption),
  );
  return {
    key: services.get(Keyring).sealingKeyId,
    ...work,
    remaining: await resealing.remaining(),
    oldKeys: await services.get(NeededKeys).behindTheFirst(),
  };
}

async function resealedRows(resealing: Resealing, clock: Clock, interruption: Interruption) {
  const total = await resealing.remaining();
  if (total > 0) process.stderr.write(`${inGroups(total)} rows to reseal.\n`);
  const progress = progressOn(process.stderr, total, clock);
  const unreadable: string[] = [];
  let [resealed, changedMeanwhile] = [0, 0];
  try {
    for await (const batch of resealing.batches()) {
      resealed += batch.resealed;
      changedMeanwhile += batch.changedMeanwhile;
      unreadable.push(...batch.unreadable);
      progress.show(resealed + changedMeanwhile + unreadable.length);
      await turnOfTheEventLoop(); // SQLite's driver lets no signal and no timer in by itself
      if (interruption.isAsked) break;
    }
  } finally {
    progress.end();
  }
  return { resealed, changedMeanwhile, unreadable, isInterrupted: interruption.isAsked };
}
