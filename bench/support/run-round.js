import autocannon from 'autocannon';

const CONNECTIONS = 64;
const BODY = JSON.stringify({ filters: { query: 'x'.repeat(1_000) } });

/** Loads one server for a while. A single answer that is not 2xx spoils the round, so it is an error. */
export async function runRound(contender, { method }, seconds) {
  const cpuBefore = await contender.cpuMicroseconds();
  const result = await autocannon({
    url: contender.url,
    connections: CONNECTIONS,
    duration: seconds,
    method,
    headers: { ...contender.headers, ...(method === 'POST' && { 'content-type': 'application/json' }) },
    body: method === 'POST' ? BODY : undefined,
  });
  const cpuAfter = await contender.cpuMicroseconds();
  const answered = result['2xx'];
  const spoiled = result.errors + result.non2xx;
  if (spoiled > 0 || answered === 0) {
    throw new Error(
      `${contender.name}: ${answered} good answers, ${spoiled} others, to ${method} ${contender.url}`,
    );
  }
  return {
    perSecond: answered / result.duration,
    cpuPerRequest: (cpuAfter - cpuBefore) / answered,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}
