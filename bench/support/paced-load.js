import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';

import { quantile } from './statistics.js';

const CONNECTIONS = 8;

/** So many calls a second and no more: what one call takes when nobody is in its way. */
export async function pacedLoad({ url, method, headers, body }, { seconds, perSecond }) {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  const times = [];
  let spoiled = 0;
  const call = async () => {
    const begun = performance.now();
    const answer = await pool.request({ path: pathname, method, headers, body });
    await answer.body.dump();
    times.push(performance.now() - begun);
    if (answer.statusCode >= 300) spoiled += 1;
  };
  const start = performance.now();
  const calls = [];
  for (let at = 0; at < seconds * perSecond; at += 1) {
    await pause(Math.max(0, start + (at * 1_000) / perSecond - performance.now()));
    calls.push(call());
  }
  await Promise.all(calls);
  const took = (performance.now() - start) / 1_000;
  await pool.close();
  return {
    answered: times.length - spoiled,
    spoiled,
    perSecond: times.length / took,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
}
