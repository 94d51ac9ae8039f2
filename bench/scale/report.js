import { grouped, measuredHere, table } from '../support/markdown.js';
import { median, sum } from '../support/statistics.js';

const FLAT_WITHIN = 0.1;
const SEALED_PER_SECOND = 20_000;
const READ_FROM_END_TO_END = /^Seq Scan: (grants|installations|auth_\w+)/;
const MIB = 1024 * 1024;

/** What was measured as Markdown, and whether the targets are met. @throws when a statement reads a whole table */
export function scaleReport({ installations, results, plans, alone, resealings }) {
  const rows = installations.flatMap(({ grants }) =>
    ['hot', 'any'].map((organizations) => rowOf({ grants, organizations }, results)),
  );
  const queried = rows.filter(({ organizations, statements }) => organizations === 'hot' && statements > 0);
  if (queried.length > 0) throw new Error(`Warm calls ask the database: ${JSON.stringify(queried)}`);
  if (plans.length === 0) throw new Error('PostgreSQL explained nothing');
  const scans = plans.filter(({ steps }) => steps.some((step) => READ_FROM_END_TO_END.test(step)));
  if (scans.length > 0) throw new Error(`Statements read whole tables: ${JSON.stringify(scans, null, 1)}`);
  const tables = [
    callsTable(rows),
    serversTable(installations),
    resealingTable(alone, resealings),
    plansTable(plans),
    measuredHere('the load generator, the servers, the upstream and PostgreSQL'),
  ].join('\n\n');
  return { tables, verdict: verdictOn(rows, alone) };
}

function rowOf({ grants, organizations }, results) {
  const of = (size) =>
    results
      .filter((one) => one.grants === size && one.organizations === organizations)
      .sort((one, other) => one.round - other.round);
  const rounds = of(grants);
  const smallest = of(Math.min(...results.map((one) => one.grants)));
  const middle = (field) => median(rounds.map((round) => round[field]));
  // Within a round all had the same weather, so the ratio is taken there.
  const ratio = (field) => median(rounds.map((round, at) => round[field] / smallest[at][field]));
  return {
    grants,
    organizations,
    perSecond: middle('perSecond'),
    p50: middle('p50'),
    p99: middle('p99'),
    timesPerSecond: ratio('perSecond'),
    timesP99: ratio('p99'),
    statements: middle('statements'),
    perCall: sum(rounds.map((round) => round.statements)) / sum(rounds.map((round) => round.calls)),
  };
}

function callsTable(rows) {
  const head = [
    'organizations',
    'grants',
    'requests/s',
    '× the smallest',
    'p50 ms',
    'p99 ms',
    '× the smallest',
    'statements per call',
  ];
  const cells = rows
    .toSorted(
      (one, other) => other.organizations.localeCompare(one.organizations) || one.grants - other.grants,
    )
    .map((row) => [
      row.organizations === 'hot' ? 'a hot set of 1,000' : 'any of all',
      grouped(row.grants),
      grouped(row.perSecond),
      row.timesPerSecond.toFixed(2),
      row.p50.toFixed(1),
      row.p99.toFixed(1),
      row.timesP99.toFixed(2),
      row.perCall.toFixed(3),
    ]);
  return table(head, cells);
}

function serversTable(installations) {
  const head = ['grants', 'start to ready, ms', 'resident at start, MiB', 'warm', 'at the end'];
  const cells = installations.map(({ grants, readyMs, rss }) => [
    grouped(grants),
    grouped(median(readyMs)),
    ...[rss.start, rss.warm, rss.end].map((bytes) => grouped(bytes / MIB)),
  ]);
  return table(head, cells);
}

function resealingTable({ sealed, resealed }, resealings) {
  const head = ['resealing', 'rows/s', 'seconds'];
  const alone = [
    ['sealing alone, one core', grouped(sealed), ''],
    ['opening and sealing alone, one core', grouped(resealed), ''],
  ];
  const endToEnd = resealings.map(({ grants, perSecond, seconds }) => [
    `\`livechat-app reseal\`, ${grouped(grants)} grants`,
    grouped(perSecond),
    seconds.toFixed(0),
  ]);
  return table(head, [...alone, ...endToEnd]);
}

function plansTable(plans) {
  const cells = plans.map(({ query, steps }) => [`\`${query.replaceAll('|', '\\|')}\``, steps.join('; ')]);
  return ['| statement | found through |', '|---|---|', ...cells.map((row) => `| ${row.join(' | ')} |`)].join(
    '\n',
  );
}

function verdictOn(rows, { sealed }) {
  const words = (isMet) => (isMet ? 'met' : 'MISSED');
  const flat = rows
    .filter(({ organizations }) => organizations === 'hot')
    .flatMap(({ grants, timesPerSecond, timesP99 }) => [
      `${words(timesPerSecond >= 1 - FLAT_WITHIN)}: ${grouped(grants)} grants: requests/s × ${timesPerSecond.toFixed(2)} of the smallest`,
      `${words(timesP99 <= 1 + FLAT_WITHIN)}: ${grouped(grants)} grants: p99 × ${timesP99.toFixed(2)} of the smallest`,
    ]);
  const sealing = `${words(sealed >= SEALED_PER_SECOND)}: ${grouped(sealed)} rows/s sealed by one core, target ${grouped(SEALED_PER_SECOND)}`;
  return [...flat, sealing].join('\n');
}
