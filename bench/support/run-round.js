import autocannon from 'autocannon';

import { pacedLoad } from './paced-load.js';
import { peakOf } from './peak-of.js';

const CONNECTIONS = 64;
const BODY = JSON.stringify({ filters: { query: 'x'.repeat(1_000) } });

/** Loads one server for a while: how much it carried, and what that cost. @throws when a single answer is not 2xx */
export async function runRound(contender, { method, action, perSecond }, seconds) {
  const call = {
    method,
    url: `${contender.url}/agent/action/${action}`,
    headers: { ...contender.headers, ...(method === 'POST' && { 'content-type': 'application/json' }) },
    body: method === 'POST' ? BODY : undefined,
  };
  const work = perSecond === undefined ? fullLoad : pacedLoad;
  const cpuBefore = await contender.cpuMicroseconds();
  const { peak, result } = await peakOf(contender.residentBytes, () => work(call, { seconds, perSecond }));
  const cpuAfter = await contender.cpuMicroseconds();
  const { answered, spoiled, ...measured } = result;
  if (spoiled > 0 || answered === 0) {
    throw new Error(
      `${contender.name}: ${answered} good answers, ${spoiled} others, to ${method} ${call.url}`,
    );
  }
  return { ...measured, cpuPerRequest: (cpuAfter - cpuBefore) / answered, peak };
}

async function fullLoad(call, { seconds }) {
  const result = await autocannon({ ...call, connections: CONNECTIONS, duration: seconds });
  const answered = result['2xx'];
  return {
    answered,
    spoiled: result.errors + result.non2xx,
    perSecond: answered / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}
