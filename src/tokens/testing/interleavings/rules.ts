import { ALARM_PROBE_EVERY_MS, COOL_DOWN_LAST_MS, LEASE_MS } from '../../timings.js';
import type { AccountRef } from '../../token-values.js';
import { TRUTH } from './held-call.js';
import { ACCOUNTS, ask, nth, reportRejection } from './steps.js';
import type { StoredGrant } from './stored-grants.js';
import type { World } from './world.js';

/** In which everything is well again: the longest cool-down, and what the alarm may take with one grant after the other. */
const HEALING_MS = COOL_DOWN_LAST_MS + LEASE_MS + ACCOUNTS.length * ALARM_PROBE_EVERY_MS;
const LOOK_EVERY_MS = 5_000;

/** What must be true at any time. */
export function assertLawful(world: World): void {
  for (const { ref, health, accessToken, refreshToken = '' } of world.stored.all()) {
    world.seen.add(health);
    if (health !== 'reauthorization_required') continue;
    if (world.livechat.renews(refreshToken)) world.violations.push(`4: LiveChat would renew ${ref.id}`);
    if (world.livechat.accepts(accessToken) && !world.callers.wasRejected(accessToken))
      world.violations.push(`4: the access token of ${ref.id} is good and nobody rejected it`);
  }
  if (world.violations.length > 0) throw new Error(world.violations.join('\n'));
}

/** What must be true when all has run that could: no pair of a grant exists in memory alone. */
export function assertKept(world: World): void {
  const held = world.stored.all().map(({ accessToken }) => world.livechat.familyOf(accessToken));
  for (const family of world.livechat.families) {
    const { account, holder, isAlive, loss } = family;
    const isAtRisk = isAlive && !loss && holder?.isAlive && held.includes(family) && !world.isKept(family);
    if (isAtRisk && !holder.countsAsDead(account, world.now))
      world.violations.push(`3: a pair of ${account.accountId} is in memory alone`);
  }
  assertLawful(world);
}

/** When all faults are over, every grant that LiveChat knows can soon be used on every replica, and be renewed. */
export async function assertHeals(world: World): Promise<void> {
  await heal(world);
  const unless = async (holds: () => boolean | Promise<boolean>, violation: string): Promise<void> => {
    if (!(await comesTrue(world, holds))) world.violations.push(violation);
  };
  await unless(() => areUsable(world), '4: a grant that LiveChat knows cannot be used');
  await unless(() => world.disks.every((disk) => disk.size === 0), '3: a pair is left in the spool');
  for (const { ref } of living(world)) {
    await unless(() => isRenewed(world, ref), `3: the refresh token of ${ref.id} is lost`);
  }
  await restart(world); // what is to be revoked is then tried at once, however often it failed
  await unless(
    () => world.replaced.all.every(({ isAlive, loss }) => !isAlive || loss),
    '3: what a sign-in replaced was not revoked',
  );
  assertLawful(world);
}

async function restart(world: World): Promise<void> {
  const replica = nth(world.replicas, 0);
  replica.end();
  await replica.start();
}

async function comesTrue(world: World, holds: () => boolean | Promise<boolean>): Promise<boolean> {
  for (let passed = 0; passed < HEALING_MS; passed += LOOK_EVERY_MS) {
    if (await holds()) return true;
    await world.passTime(LOOK_EVERY_MS);
    assertLawful(world);
  }
  return holds();
}

async function heal(world: World): Promise<void> {
  world.stored.acceptWrites();
  world.desk.atOnce = TRUTH;
  world.desk.endAll();
  for (const replica of world.replicas) {
    replica.crashAfter(Infinity);
    replica.resumeDatabase();
    await world.settle();
    await replica.start();
  }
  await world.settle();
}

/** Grants that LiveChat must renew, as far as our side is concerned. */
function living({ stored, livechat }: World): readonly StoredGrant[] {
  return stored.all().filter(({ refreshToken }) => livechat.familyOf(refreshToken)?.loss === undefined);
}

/** On every replica callers get a token that LiveChat accepts. */
async function areUsable(world: World): Promise<boolean> {
  for (const { ref } of living(world)) {
    for (const replica of world.replicas) {
      const token = await outcomeNow(world, ask(world, replica, ref));
      if (!token || !world.livechat.accepts(token.reveal())) return false;
    }
  }
  return true;
}

/** LiveChat takes the stored refresh token. */
async function isRenewed(world: World, account: AccountRef): Promise<boolean> {
  const renewed = await outcomeNow(world, reportRejection(world, nth(world.replicas, 0), account, true));
  return renewed !== undefined && world.livechat.accepts(renewed.reveal());
}

/** What work comes to while no time passes. */
async function outcomeNow<Result>(world: World, work: Promise<Result>): Promise<Result | undefined> {
  const ended: Result[] = [];
  void work.then((result) => ended.push(result));
  await world.settle();
  return ended[0];
}
