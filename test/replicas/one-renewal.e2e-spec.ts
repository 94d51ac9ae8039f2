import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS, SANDBOX_PUBLIC_CLIENT } from '../../sandbox/index.js';
import { type Replicas, startReplicas } from './support/replicas.js';

const alice = AGENTS.alice.accountId;
const northwind = ORGANIZATIONS.northwind.id;

/** So many callers at once, spread over the replicas; answers with the statuses they got and how often. */
async function statusesOf(replicas: Replicas, callers: number): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  const calls = Array.from({ length: callers }, (_, at) => replicas.call(replicas.at(at), northwind));
  for (const { status } of await Promise.all(calls)) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe('three replicas with callers at a token that has run out', () => {
  it('refresh it once for a thousand callers, and every caller gets an answer', async () => {
    const replicas = await startReplicas();
    await replicas.signIn(alice);
    await statusesOf(replicas, 30);
    await replicas.expire(alice);
    replicas.sandbox.requests.clear();

    expect(await statusesOf(replicas, 1_000)).toEqual({ 200: 1_000 });

    expect(replicas.refreshes).toHaveLength(1);
    const tokens = replicas.sandbox.requests.to('/v3.6/').map(({ headers }) => headers.authorization);
    expect(new Set(tokens.slice(-1_000)).size).toBe(1);
  });

  it('refresh it once when only LiveChat knows that it ended, and replay each call', async () => {
    const replicas = await startReplicas();
    await replicas.signIn(alice);
    await statusesOf(replicas, 30);
    replicas.sandbox.faults.expire(alice);

    expect(await statusesOf(replicas, 300)).toEqual({ 200: 300 });

    expect(replicas.refreshes).toHaveLength(1);
  });

  it('wait for a token endpoint that takes five seconds, and ask it once', async () => {
    const replicas = await startReplicas();
    await replicas.signIn(alice);
    await replicas.expire(alice);
    replicas.sandbox.faults.slow({ on: 'token', ms: 5_000 });

    expect(await statusesOf(replicas, 150)).toEqual({ 200: 150 });

    expect(replicas.refreshes).toHaveLength(1);
  });

  it('use each single-use refresh token once: nothing is revoked for reuse', async () => {
    const replicas = await startReplicas({ client: SANDBOX_PUBLIC_CLIENT });
    await replicas.signIn(alice);

    for (let round = 0; round < 8; round += 1) {
      await replicas.expire(alice);
      expect(await statusesOf(replicas, 60)).toEqual({ 200: 60 });
    }

    const used = replicas.refreshes.map(({ text }) => new URLSearchParams(text).get('refresh_token'));
    expect(used).toHaveLength(8);
    expect(new Set(used).size).toBe(8);
    expect(replicas.refreshes.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(replicas.sandbox.tokens.alive(alice).refresh).toBe(1);
  });
});
