import { performance } from 'node:perf_hooks';

import { quantile } from './statistics.js';

/** Keeps so many calls under way for a while; how many were answered, and how long they took. */
export async function load(call, { callers, seconds }) {
  const times = [];
  const start = performance.now();
  const end = start + seconds * 1_000;
  const caller = async () => {
    for (let now = performance.now(); now < end;) {
      await call();
      const after = performance.now();
      times.push(after - now);
      now = after;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const took = (performance.now() - start) / 1_000;
  return {
    calls: times.length,
    perSecond: times.length / took,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
}
