import { describe, expect, it } from '@jest/globals';

import {
  AGENTS,
  ORGANIZATIONS,
  SANDBOX_CLIENT,
  type RecordedRequest,
  SANDBOX_PUBLIC_CLIENT,
  type SandboxClient,
} from '../../sandbox/index.js';
import { aRandomMoment } from './support/real-time.js';
import { customers, type Replicas, startReplicas } from './support/replicas.js';

const KILLS = 25;
const ANSWER_TAKES_MS = 25;
const WRITING_TAKES_MS = 15;
const PARTS = ['before', 'at LiveChat', 'writing'] as const;
type Part = (typeof PARTS)[number];

/** A random moment, before LiveChat hears of the refresh, while it thinks, or while its answer is written down. */
async function aMomentOf(replicas: Replicas, part: Part, agent: string) {
  const { requests } = replicas.sandbox;
  const heard = requests.last?.id ?? 0;
  const isTheRefresh = ({ id, grantType, accountId }: RecordedRequest): boolean =>
    id > heard && grantType === 'refresh_token' && accountId === agent;
  if (part === 'at LiveChat') await requests.waitFor(isTheRefresh);
  if (part === 'writing') await requests.waitFor((it) => isTheRefresh(it) && it.status !== undefined);
  await aRandomMoment(part === 'writing' ? WRITING_TAKES_MS : ANSWER_TAKES_MS);
}

/** A customer whose renewal one replica begins and does not live to end; then the others are asked. */
async function killInRenewal(
  replicas: Replicas,
  { part, ...who }: { agent: string; organization: string; part: Part },
) {
  const [victim, survivor] = [replicas.at(0), replicas.at(1)];
  await replicas.expire(who.agent);
  const moment = aMomentOf(replicas, part, who.agent);
  const cutOff = replicas.call(victim, who.organization).catch(() => undefined);
  await moment;
  await victim.kill();
  await cutOff;
  const isBackFirst = Math.random() < 0.5;
  if (isBackFirst) await victim.startAgain();
  await replicas.leasesHaveRunOut();
  const next = await replicas.call(survivor, who.organization);
  if (!isBackFirst) await victim.startAgain();
  return { next, after: await replicas.call(victim, who.organization) };
}

async function killAgainAndAgain(client: SandboxClient) {
  const people = customers(KILLS);
  const replicas = await startReplicas({ ...people, client, replicas: 2 });
  await Promise.all(people.agents.map(({ accountId }) => replicas.signIn(accountId)));
  replicas.sandbox.faults.slow({ on: 'token', ms: ANSWER_TAKES_MS });
  const outcomes: string[] = [];
  for (const [at, { accountId: agent, organizationIds }] of people.agents.entries()) {
    const [organization = ''] = organizationIds;
    const part = PARTS[at % PARTS.length] ?? 'before';
    const { next, after } = await killInRenewal(replicas, { agent, organization, part });
    outcomes.push(...[next, after].map(({ status, text }) => (status === 200 ? 'answered' : reasonIn(text))));
    // A second call finds the same: nothing goes round in circles.
    const asked = replicas.refreshes.length;
    const again = await replicas.call(replicas.at(1), organization);
    expect(again.status).toBe(after.status);
    expect(replicas.refreshes.length).toBe(asked);
  }
  return { replicas, outcomes };
}

function reasonIn(text: string): string {
  return (JSON.parse(text) as { error: { data: { reason: string } } }).error.data.reason;
}

describe('SIGKILL at a random moment of a renewal', () => {
  it('costs a confidential client nothing: the next caller gets an answer, 25 times of 25', async () => {
    const { replicas, outcomes } = await killAgainAndAgain(SANDBOX_CLIENT);

    expect(outcomes).toEqual(Array(2 * KILLS).fill('answered'));
    expect(replicas.mixedUp).toEqual([]);
  }, 300_000);

  it('costs a public client at most a clear word, 25 times of 25', async () => {
    const { replicas, outcomes } = await killAgainAndAgain(SANDBOX_PUBLIC_CLIENT);

    expect(outcomes.filter((it) => it !== 'answered' && it !== 'reauthorization_required')).toEqual([]);
    expect(replicas.mixedUp).toEqual([]);
  }, 300_000);
});

describe('a replica that stands still in the middle of a renewal, for longer than its lease', () => {
  it('overwrites nothing when it goes on, and hands out what was written meanwhile', async () => {
    const { alice } = AGENTS;
    const organization = ORGANIZATIONS.northwind.id;
    // It stands still in real time, which a busy machine stretches.
    const replicas = await startReplicas({ replicas: 2, env: { TOKEN_ENDPOINT_TIMEOUT_MS: '25000' } });
    await replicas.signIn(alice.accountId);
    await replicas.call(replicas.at(1), organization);
    await replicas.expire(alice.accountId);
    const [slow, quick] = [replicas.at(0), replicas.at(1)];
    const held = replicas.sandbox.faults.hold({ on: 'token', afterWork: true, times: 1 });
    const waiting = replicas.call(slow, organization);
    await replicas.sandbox.requests.waitFor(({ grantType }) => grantType === 'refresh_token');

    slow.process.signal('SIGSTOP');
    await replicas.leasesHaveRunOut();
    expect((await replicas.call(quick, organization)).status).toBe(200);
    const [written] = await replicas.grants();
    held.release();
    slow.process.signal('SIGCONT');

    expect((await waiting).status).toBe(200);
    await slow.process.hasPrinted('tokens.renewed_pair_discarded');
    expect(await replicas.grants()).toEqual([written]);
    expect((await replicas.call(slow, organization)).status).toBe(200);
    const tokens = replicas.sandbox.requests.to('/v3.6/').slice(-3);
    expect(new Set(tokens.map(({ headers }) => headers.authorization)).size).toBe(1);
  });
});
