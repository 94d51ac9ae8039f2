import { describe, expect, it } from '@jest/globals';

import { customers, startReplicas } from './support/replicas.js';

describe('two hundred customers on three replicas', () => {
  it('are each called for with their own token, also while all of them are renewed', async () => {
    const people = customers(200);
    const replicas = await startReplicas(people);
    await Promise.all(people.agents.map(({ accountId }) => replicas.signIn(accountId)));
    const expired = people.agents.filter((_, at) => at % 2);
    await Promise.all(expired.map(({ accountId }) => replicas.expire(accountId)));
    replicas.sandbox.requests.clear();

    const calls = Array.from({ length: 3 }, (_, round) =>
      people.organizations.map(({ id }, at) => replicas.call(replicas.at(at + round), id)),
    ).flat();
    const answers = await Promise.all(calls);

    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(replicas.sandbox.requests.to('/v3.6/').filter(({ status }) => status === 200)).toHaveLength(600);
    expect(replicas.mixedUp).toEqual([]);
    expect(replicas.refreshes).toHaveLength(100);
    const renewed = replicas.refreshes.map(({ accountId }) => accountId);
    expect(new Set(renewed).size).toBe(100);
  });
});
