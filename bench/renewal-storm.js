import { setTimeout as pause } from 'node:timers/promises';

import { Crowd } from './renewal-storm/crowd.js';
import { startReplicas } from './renewal-storm/start-replicas.js';
import { stormReport } from './renewal-storm/report.js';
import { statementsOf } from './renewal-storm/statements-of.js';
import { closingAll } from './support/opened.js';
import { turned } from './support/turned.js';

const ROUNDS = 7;
const CALLERS = [1, 100, 1_000];
const REPLICAS = [1, 2, 3];
const TOKEN_ENDPOINT_MS = [0, 200, 1_000];
/** What the replicas are told of the expired row takes some milliseconds to reach them. */
const NEWS_WITHIN_MS = 300;

const STORMS = TOKEN_ENDPOINT_MS.flatMap((tokenEndpointMs) =>
  CALLERS.flatMap((callers) =>
    REPLICAS.filter((replicas) => replicas <= callers).map((replicas) => ({
      callers,
      replicas,
      tokenEndpointMs,
    })),
  ),
);

/**
 * What does a renewal cost those who wait for it?
 *
 * An access token runs out for every replica, and all callers come at once. In turn with that the same callers come
 * while the token is fresh: what a crowd costs by itself is no cost of the renewal.
 */
export function renewalStorm(say, { rounds = ROUNDS }) {
  return closingAll(async (open) => {
    const replicas = await startReplicas(open, Math.max(...REPLICAS));
    const crowd = await open(new Crowd(replicas.urls, replicas.headers));
    for (const storm of STORMS) await crowd.callAtOnce(storm); // connections are made, code is warm
    const results = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const storm of turned(STORMS, round * CALLERS.length)) {
        const plainMs = await crowd.callAtOnce(storm);
        const measured = await oneStorm(storm, { crowd, replicas });
        results.push({ ...storm, plainMs, ...measured });
      }
      say(`${round + 1}/${rounds}  ${results.length} storms, one refresh each`);
    }
    return stormReport(STORMS, results);
  });
}

async function oneStorm(storm, { crowd, replicas }) {
  await replicas.expire(storm);
  await pause(NEWS_WITHIN_MS);
  await replicas.postgres.forgetStatements();
  const answeredMs = await crowd.callAtOnce(storm);
  const { refreshes, tokenCallMs, calls } = await replicas.sandbox.ask('seen');
  if (refreshes !== 1) throw new Error(`${refreshes} refreshes for ${JSON.stringify(storm)}`);
  // A call that LiveChat refused met a replica that had not heard of the expiry: another storm than this one.
  if (calls.length !== storm.callers || calls.some((status) => status !== 200))
    throw new Error(`LiveChat answered ${calls.length} calls with ${[...new Set(calls)].join(', ')}`);
  return {
    tokenCallMs,
    answeredMs,
    ...statementsOf(await replicas.postgres.statements(replicas.database)),
  };
}
