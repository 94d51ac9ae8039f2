import { grouped, measuredHere, table } from './markdown.js';
import { median } from './statistics.js';

const MIB = 1024 * 1024;

/** What is asked of ours, by what it is compared with: of requests per second, or of processor time per request. */
const TARGETS = [
  { field: 'timesTutorial', least: 6, says: 'times the tutorial’s requests/s' },
  { field: 'timesBareProxy', least: 1, says: 'times the bare proxy’s requests/s' },
  { field: 'timesNginx', least: 0.4, says: 'times nginx’s requests/s' },
  { field: 'cpuTimesNginx', most: 3, says: 'times nginx’s processor time' },
];

const COLUMNS = [
  { title: 'requests/s', cell: (row) => grouped(row.perSecond) },
  { title: '× tutorial', cell: (row) => row.timesTutorial.toFixed(1) },
  { title: '× bare proxy', cell: (row) => row.timesBareProxy.toFixed(2) },
  { title: '× nginx', cell: (row) => row.timesNginx?.toFixed(2) ?? '', isDetail: true },
  { title: 'CPU µs/request', cell: (row) => grouped(row.cpu) },
  { title: '× nginx', cell: (row) => row.cpuTimesNginx?.toFixed(1) ?? '', isDetail: true },
  { title: 'p50 ms', cell: (row) => shown(row.p50) },
  { title: 'p99 ms', cell: (row) => shown(row.p99) },
  { title: 'peak MiB', cell: (row) => grouped(row.peak / MIB), isDetail: true },
];
const IN_SUMMARY = COLUMNS.filter(({ isDetail }) => !isDetail);

/** The results as Markdown, and whether the targets are met. */
export function report(contenders, results) {
  const scenarios = [...new Set(results.map(({ scenario }) => scenario))];
  const rows = scenarios.flatMap((scenario) => rowsOf(scenario, contenders, results));
  const tables = scenarios.map((scenario) => tableOf(scenario, rows)).join('\n\n');
  const where = measuredHere('the load generator, the gateway and the upstream');
  return {
    tables: `${tables}\n\n${where}`,
    summary: `${tableOf(scenarios[0], rows, IN_SUMMARY)}\n\n${where}`,
    verdict: verdictOn(rows),
  };
}

function rowsOf(scenario, contenders, results) {
  const roundsOf = (role) => {
    const name = contenders.find((contender) => contender.role === role)?.name;
    return roundsOfName(name);
  };
  const roundsOfName = (name) =>
    results
      .filter((result) => result.scenario === scenario && result.contender === name)
      .sort((one, other) => one.round - other.round);
  const [tutorial, bareProxy, nginx] = ['tutorial', 'bareProxy', 'nginx'].map(roundsOf);
  return contenders.map(({ name, role }) => {
    const rounds = roundsOfName(name);
    const middle = (field) => median(rounds.map((round) => round[field]));
    // Within a round all had the same weather, so the ratio is taken there.
    const times = (field, others) =>
      others.length > 0 ? median(rounds.map((round, i) => round[field] / others[i][field])) : undefined;
    return {
      scenario,
      name,
      role,
      perSecond: middle('perSecond'),
      cpu: middle('cpuPerRequest'),
      p50: middle('p50'),
      p99: middle('p99'),
      peak: Math.max(...rounds.map((round) => round.peak)),
      timesTutorial: times('perSecond', tutorial),
      timesBareProxy: times('perSecond', bareProxy),
      timesNginx: times('perSecond', nginx),
      cpuTimesNginx: times('cpuPerRequest', nginx),
    };
  });
}

function tableOf(scenario, rows, columns = COLUMNS) {
  const head = [scenario, ...columns.map(({ title }) => title)];
  const cells = rows
    .filter((row) => row.scenario === scenario)
    .map((row) => [row.name, ...columns.map(({ cell }) => cell(row))]);
  return table(head, cells);
}

/** The load generator knows whole milliseconds, the slow pace hundredths of one. */
function shown(ms) {
  return Number.isInteger(ms) ? ms : ms.toFixed(2);
}

function verdictOn(rows) {
  return rows
    .filter(
      ({ role, scenario }) => role === 'ours' && scenario.includes('1 KiB') && !scenario.includes('a second'),
    )
    .flatMap((row) =>
      TARGETS.filter(({ field }) => row[field] !== undefined).map(({ field, least, most, says }) => {
        const isMet = least === undefined ? row[field] <= most : row[field] >= least;
        const target = least === undefined ? `at most ${most}` : `at least ${least}`;
        return `${isMet ? 'met' : 'MISSED'}: ${row.scenario}, ${row.name}: ${row[field].toFixed(2)} ${says}, target ${target}`;
      }),
    )
    .join('\n');
}
