import type { INestApplicationContext } from '@nestjs/common';
import { Command } from 'commander';

import { Clock, Keyring } from '../../foundation/index.js';
import { NeededKeys, Resealing } from '../../tokens/index.js';
import { withServices } from '../command-context.js';
import { Interruption } from '../interruption.js';
import { counted } from '../progress/counts.js';
import { goThrough } from '../progress/go-through.js';
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
  if (total > 0) process.stderr.write(`${counted(total, 'row')} to reseal.\n`);
  const sums: Sums = { resealed: 0, changedMeanwhile: 0, unreadable: [] };
  await goThrough(summed(resealing, sums), {
    progress: progressOn(process.stderr, total, clock),
    interruption,
  });
  return { ...sums, isInterrupted: interruption.isAsked };
}

interface Sums {
  resealed: number;
  changedMeanwhile: number;
  readonly unreadable: string[];
}

async function* summed(resealing: Resealing, sums: Sums): AsyncGenerator<number, void> {
  for await (const { resealed, changedMeanwhile, unreadable } of resealing.batches()) {
    sums.resealed += resealed;
    sums.changedMeanwhile += changedMeanwhile;
    sums.unreadable.push(...unreadable);
    yield resealed + changedMeanwhile + unreadable.length;
  }
}
