import type { Ground } from './ground.js';
import { assertHeals, assertKept, assertLawful } from './rules.js';
import { ACCOUNTS, nth, signIn, type Step, take } from './steps.js';
import { type Circumstances, World } from './world.js';

/**
 * Everybody has signed in, then the steps are taken, then all is well again.
 *
 * @throws the rules that were broken, as soon as they are
 */
export async function run(
  ground: Ground,
  circumstances: Circumstances,
  steps: readonly Step[],
): Promise<void> {
  const world = new World(ground, circumstances);
  try {
    for (const replica of world.replicas) await replica.start();
    await world.settle();
    for (const account of ACCOUNTS) signIn(world, nth(world.replicas, 0), account);
    await world.settle();
    ground.stored.nameInTurn();
    world.desk.atOnce = undefined;
    for (const step of steps) {
      const isQuiet = await take(world, step);
      if (isQuiet) assertKept(world);
      else assertLawful(world);
    }
    await assertHeals(world);
  } finally {
    world.end();
  }
}
