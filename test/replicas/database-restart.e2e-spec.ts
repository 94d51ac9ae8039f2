import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS, SANDBOX_PUBLIC_CLIENT } from '../../sandbox/index.js';
import { closeAfterTest } from '../support/opened.js';
import { PostgresServer } from '../support/postgres/postgres-server.js';
import { untilTheNextLook } from './support/real-time.js';
import { customers, type Replicas, startReplicas } from './support/replicas.js';

/** Calls without end, for one organization after the other, until told to stop; notes each answer and when it came. */
function callWithoutEnd(replicas: Replicas, organizations: readonly string[]) {
  const answers: { status: number; during: string }[] = [];
  const state = { isOver: false, phase: 'before' };
  const caller = async (first: number): Promise<void> => {
    for (let at = first; !state.isOver; at += 1) {
      const during = state.phase;
      const organization = organizations[at % organizations.length] ?? '';
      const { status } = await replicas.call(replicas.at(at), organization);
      answers.push({ status, during: during === state.phase ? during : 'in between' });
      await untilTheNextLook();
    }
  };
  const callers = Array.from({ length: 8 }, (_, at) => caller(at * 3));
  return {
    answers,
    enter: (phase: string) => (state.phase = phase),
    stop: async () => {
      state.isOver = true;
      await Promise.all(callers);
    },
    answered: async (phase: string, atLeast: number) => {
      while (answers.filter(({ during }) => during === phase).length < atLeast) await untilTheNextLook();
    },
  };
}

describe('PostgreSQL that crashes and comes back while calls and renewals go on', () => {
  it('loses no grant, and fails calls only while it is away', async () => {
    const server = await PostgresServer.start();
    closeAfterTest(() => server.remove());
    const people = customers(20);
    const replicas = await startReplicas({
      ...people,
      client: SANDBOX_PUBLIC_CLIENT,
      env: { DATABASE_URL: server.urlOf('postgres') },
    });
    await Promise.all(people.agents.map(({ accountId }) => replicas.signIn(accountId)));
    const load = callWithoutEnd(
      replicas,
      people.organizations.map(({ id }) => id),
    );
    await load.answered('before', 60);
    for (const { accountId } of people.agents) replicas.sandbox.faults.expire(accountId);

    load.enter('away');
    await server.stop('immediate');
    await load.answered('away', 60);
    expect(await readiness(replicas)).toEqual([503, 503, 503]);
    load.enter('in between');
    await server.startAgain();
    await allReady(replicas);
    for (const { id } of people.organizations) await coolDownIsOver(replicas, id);
    load.enter('after');
    await load.answered('after', 120);
    await load.stop();

    const statuses = (phase: string) =>
      new Set(load.answers.filter(({ during }) => during === phase).map(({ status }) => status));
    expect(statuses('before')).toEqual(new Set([200]));
    expect([...statuses('away')].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(statuses('after')).toEqual(new Set([200]));
    expect(replicas.mixedUp).toEqual([]);
    expect(await replicas.grants()).toHaveLength(20);
    for (const grant of await replicas.grants()) expect(grant).toMatchObject({ health: 'ok' });
  });
});

describe('PostgreSQL that comes back after the lease of a replica has run out, which holds the only good pair', () => {
  it('gets the pair from that replica, and the other one does not use the spent refresh token', async () => {
    const { alice } = AGENTS;
    const organization = ORGANIZATIONS.northwind.id;
    const server = await PostgresServer.start();
    closeAfterTest(() => server.remove());
    const replicas = await startReplicas({
      replicas: 2,
      client: SANDBOX_PUBLIC_CLIENT,
      env: { DATABASE_URL: server.urlOf('postgres') },
    });
    await replicas.signIn(alice.accountId);
    for (const replica of replicas.all) await replicas.call(replica, organization);
    const [holder, other] = [replicas.at(0), replicas.at(1)];
    const held = replicas.sandbox.faults.hold({ on: 'token', afterWork: true, times: 1 });
    await replicas.expire(alice.accountId);
    const waiting = replicas.call(holder, organization);
    await replicas.sandbox.requests.waitFor(({ grantType }) => grantType === 'refresh_token');

    await server.stop('immediate');
    held.release();
    await holder.process.hasPrinted('tokens.renewed_pair_not_written');
    while ((await replicas.call(other, organization)).status !== 503) await untilTheNextLook();
    await server.startAgain();
    await replicas.leasesHaveRunOut();
    const statuses = [];
    while (statuses.at(-1) !== 200) statuses.push((await replicas.call(other, organization)).status);

    expect(statuses.slice(0, -1).filter((status) => status !== 503)).toEqual([]);
    expect([200, 503]).toContain((await waiting).status);
    expect(replicas.sandbox.requests.ofGrant('refresh_token')).toHaveLength(1);
    expect(await replicas.grants()).toMatchObject([{ health: 'ok' }]);
  });
});

/** As a load balancer asks. */
function readiness(replicas: Replicas): Promise<number[]> {
  return Promise.all(replicas.all.map(async ({ url }) => (await fetch(`${url}/health/ready`)).status));
}

/** A renewal that failed while the database was away is tried again after a pause, on each replica its own. */
async function coolDownIsOver(replicas: Replicas, organization: string): Promise<void> {
  for (const replica of replicas.all) {
    while ((await replicas.call(replica, organization)).status !== 200) await untilTheNextLook();
  }
}

async function allReady(replicas: Replicas): Promise<void> {
  while ((await readiness(replicas)).some((status) => status !== 200)) await untilTheNextLook();
}
