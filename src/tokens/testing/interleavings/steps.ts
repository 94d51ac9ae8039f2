import type { AccessToken, AccountRef } from '../../token-values.js';
import { AGENT, OTHER_AGENT } from '../start-custody.js';
import { type Outcome, TRUTH, UNHEARD } from './held-call.js';
import type { Replica } from './replica.js';
import type { World } from './world.js';

export const ACCOUNTS: readonly AccountRef[] = [AGENT, OTHER_AGENT];

/** What can happen. Replicas, accounts and calls are named by number, counted round. */
export type Step =
  | { readonly is: 'a caller asks'; readonly replica: number; readonly account: number }
  | {
      readonly is: 'a caller was rejected';
      readonly replica: number;
      readonly account: number;
      readonly isDead: boolean;
    }
  | { readonly is: 'time passes'; readonly ms: number }
  | ({ readonly is: 'LiveChat gets to a call'; readonly call: number } & Outcome)
  | { readonly is: 'LiveChat is'; readonly how: 'quick' | 'slow' | 'unheard' }
  | { readonly is: 'writes are'; readonly refused: boolean }
  | { readonly is: 'a database stalls'; readonly replica: number; readonly afterMoments: number }
  | { readonly is: 'a database resumes'; readonly replica: number }
  | { readonly is: 'a replica crashes'; readonly replica: number; readonly afterMoments: number }
  | { readonly is: 'a replica starts'; readonly replica: number }
  | { readonly is: 'an agent signs in'; readonly replica: number; readonly account: number }
  | { readonly is: 'an agent disconnects'; readonly replica: number; readonly account: number }
  | { readonly is: 'a person removes the app'; readonly account: number };

type Of<Kind extends Step['is']> = Extract<Step, { is: Kind }>;

const TAKE: { readonly [Kind in Step['is']]: (world: World, step: Of<Kind>) => unknown } = {
  'a caller asks': (world, { replica, account }) => {
    void ask(world, replicaAt(world, replica), accountAt(account));
  },
  'a caller was rejected': (world, { replica, account, isDead }) => {
    void reportRejection(world, replicaAt(world, replica), accountAt(account), isDead);
  },
  'time passes': (world, { ms }) => world.passTime(ms),
  'LiveChat gets to a call': (world, { call, ...outcome }) => {
    world.desk.end(call, outcome);
  },
  'LiveChat is': (world, { how }) => {
    world.desk.atOnce = { quick: TRUTH, slow: undefined, unheard: UNHEARD }[how];
  },
  'writes are': (world, { refused }) => {
    if (refused) world.stored.refuseWrites();
    else world.stored.acceptWrites();
  },
  'a database stalls': (world, { replica, afterMoments }) => {
    replicaAt(world, replica).stallDatabaseAfter(afterMoments);
  },
  'a database resumes': (world, { replica }) => {
    replicaAt(world, replica).resumeDatabase();
  },
  'a replica crashes': (world, { replica, afterMoments }) => {
    replicaAt(world, replica).crashAfter(afterMoments);
  },
  'a replica starts': (world, { replica }) => replicaAt(world, replica).start(),
  'an agent signs in': (world, { replica, account }) => {
    signIn(world, replicaAt(world, replica), accountAt(account));
  },
  'an agent disconnects': (world, { replica, account }) => {
    disconnect(world, replicaAt(world, replica), accountAt(account));
  },
  'a person removes the app': (world, { account }) => {
    world.livechat.removedBy(accountAt(account));
  },
};

/** Takes the step, and lets run what can run; but calls that follow each other are made at once, and then it is false. */
export async function take(world: World, step: Step): Promise<boolean> {
  await (TAKE[step.is] as (world: World, step: Step) => unknown)(world, step);
  if (step.is === 'a caller asks' || step.is === 'a caller was rejected') return false;
  await world.settle();
  world.stored.nameInTurn();
  return true;
}

/** The token, if the caller gets one. */
export async function ask(
  world: World,
  { running }: Replica,
  account: AccountRef,
): Promise<AccessToken | undefined> {
  if (!running) return undefined;
  return world.callers.follow(
    running.process,
    account,
    running.tokens.accessTokenFor(world.stored.refOf(account)),
  );
}

/** LiveChat answered a caller with 401: by mistake, or because the token is dead. */
export async function reportRejection(
  world: World,
  { running }: Replica,
  account: AccountRef,
  isDead: boolean,
): Promise<AccessToken | undefined> {
  const rejected = running && world.callers.lastToken(running.process, account);
  if (!rejected) return undefined;
  if (isDead) world.livechat.refuseAccessToken(rejected.reveal());
  world.callers.noteRejected(running.process, rejected);
  return world.callers.follow(
    running.process,
    account,
    running.tokens.renew(world.stored.refOf(account), { rejected }),
  );
}

/** A sign-in that the database does not take is told to the agent, who tries again: no rule is about it. */
export function signIn(world: World, { running }: Replica, account: AccountRef): void {
  running?.tokens.save(world.livechat.signIn(account)).catch(() => undefined);
}

function disconnect(world: World, { running }: Replica, account: AccountRef): void {
  running?.tokens.revoke(world.stored.refOf(account)).catch(() => undefined);
}

const replicaAt = ({ replicas }: World, at: number): Replica => nth(replicas, at);

const accountAt = (at: number): AccountRef => nth(ACCOUNTS, at);

export function nth<Item>(items: readonly Item[], at: number): Item {
  const item = items[at % items.length];
  if (item === undefined) throw new Error('There is nothing to count round');
  return item;
}
