import { grouped, measuredHere, table } from '../support/markdown.js';
import { median } from '../support/statistics.js';

/** A process among others may take so much more processor time for a request than one alone. */
const DEARER_AT_MOST = 1.1;

/** What was measured as Markdown, and whether a request costs the same. @throws when a warm call asked the database */
export function processesReport(counts, results) {
  const rows = counts.map((count) => rowOf(count, results));
  const queried = rows.filter(({ statements }) => statements > 0);
  if (queried.length > 0) throw new Error(`Warm calls ask the database: ${JSON.stringify(queried)}`);
  const head = [
    'processes',
    'requests/s',
    '× one',
    'CPU µs/request',
    '× one',
    'cores each',
    'p50 ms',
    'p99 ms',
    'statements per call',
  ];
  const cells = rows.map((row) => [
    row.count,
    grouped(row.perSecond),
    row.timesPerSecond.toFixed(2),
    grouped(row.cpuPerRequest),
    row.timesCpu.toFixed(2),
    row.coresEach.toFixed(2),
    row.p50.toFixed(0),
    row.p99.toFixed(0),
    row.statements.toFixed(3),
  ]);
  const where = measuredHere('the load generator, the upstream, PostgreSQL and the processes');
  return { tables: `${table(head, cells)}\n\n${where}`, verdict: verdictOn(rows) };
}

function rowOf(count, results) {
  const rounds = roundsOf(count, results);
  const alone = roundsOf(1, results);
  const middle = (field) => median(rounds.map((round) => round[field]));
  const times = (field) => median(rounds.map((round, i) => round[field] / alone[i][field]));
  return {
    count,
    perSecond: middle('perSecond'),
    timesPerSecond: times('perSecond'),
    cpuPerRequest: middle('cpuPerRequest'),
    timesCpu: times('cpuPerRequest'),
    coresEach: middle('coresEach'),
    p50: middle('p50'),
    p99: middle('p99'),
    statements: median(rounds.map(({ statements, answered }) => statements / answered)),
  };
}

function roundsOf(wanted, results) {
  return results.filter(({ count }) => count === wanted).sort((one, other) => one.round - other.round);
}

function verdictOn(rows) {
  return rows
    .filter(({ count }) => count > 1)
    .map(({ count, timesCpu }) => {
      const isMet = timesCpu <= DEARER_AT_MOST;
      return `${isMet ? 'met' : 'MISSED'}: ${count} processes take ${timesCpu.toFixed(2)} times the processor time per request, at most ${DEARER_AT_MOST}`;
    })
    .join('\n');
}
