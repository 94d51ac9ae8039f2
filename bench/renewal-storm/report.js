import { grouped, measuredHere, table } from '../support/markdown.js';
import { median, quantile, sum } from '../support/statistics.js';

const TARGET_MS = 50;

const HEAD = [
  'token endpoint',
  'callers',
  'replicas',
  'refreshes',
  'over the token call, ms: p50',
  'p95',
  'same callers, fresh token, ms: p50',
  'p95',
  '**extra, ms: p50**',
  'p95',
  'statements: renewing replica',
  'each waiting replica',
  'per waiter',
];

/** The storms as Markdown, and whether waiters waited little longer than LiveChat took. */
export function stormReport(storms, results) {
  const rows = storms.map((storm) => rowOf(storm, results));
  const tables = `${table(HEAD, rows.map(cellsOf))}\n\n${measuredHere('the callers, the replicas, PostgreSQL and the sandbox')}`;
  const verdict = rows
    .map(({ extra, callers, replicas, tokenEndpointMs }) => {
      const word = extra.p50 < TARGET_MS ? 'met' : 'MISSED';
      return `${word}: ${callers} callers, ${replicas} replicas, ${tokenEndpointMs} ms: ${extra.p50.toFixed(0)} ms extra, target under ${TARGET_MS}`;
    })
    .join('\n');
  return { tables, verdict };
}

function rowOf(storm, results) {
  const rounds = results.filter((result) => Object.keys(storm).every((key) => result[key] === storm[key]));
  const overTokenCall = rounds.map(({ answeredMs, tokenCallMs }) => answeredMs.map((ms) => ms - tokenCallMs));
  const plain = rounds.map(({ plainMs }) => plainMs);
  const middleOf = (share) => ({
    over: median(overTokenCall.map((waits) => quantile(waits, share))),
    plain: median(plain.map((waits) => quantile(waits, share))),
    // Within a round both met the same weather, so the difference is taken there.
    extra: median(rounds.map((_, at) => quantile(overTokenCall[at], share) - quantile(plain[at], share))),
  });
  const [p50, p95] = [middleOf(0.5), middleOf(0.95)];
  const waiting = rounds.map(({ waitingStatements }) => waitingStatements);
  return {
    ...storm,
    over: { p50: p50.over, p95: p95.over },
    plain: { p50: p50.plain, p95: p95.plain },
    extra: { p50: p50.extra, p95: p95.extra },
    renewingStatements: median(rounds.map(({ renewingStatements }) => renewingStatements)),
    waitingStatements: storm.replicas > 1 ? median(waiting.flat()) : undefined,
    perWaiter:
      storm.callers > 1 ? median(waiting.map((counts) => sum(counts) / (storm.callers - 1))) : undefined,
  };
}

function cellsOf(row) {
  const ms = (number) => number.toFixed(0);
  return [
    `${grouped(row.tokenEndpointMs)} ms`,
    grouped(row.callers),
    row.replicas,
    1,
    ...[row.over, row.plain].flatMap(({ p50, p95 }) => [ms(p50), ms(p95)]),
    `**${ms(row.extra.p50)}**`,
    ms(row.extra.p95),
    row.renewingStatements,
    row.waitingStatements ?? '',
    row.perWaiter?.toFixed(3) ?? '',
  ];
}
