import { grouped, measuredHere, table } from './markdown.js';
import { median } from './statistics.js';

const TARGETS = { timesTutorial: 6, timesBareProxy: 1 };

/** The results as Markdown, and whether the targets are met. */
export function report(contenders, results) {
  const scenarios = [...new Set(results.map(({ scenario }) => scenario))];
  const rows = scenarios.flatMap((scenario) => rowsOf(scenario, contenders, results));
  const tables = scenarios.map((scenario) => tableOf(scenario, rows)).join('\n\n');
  return {
    tables: `${tables}\n\n${measuredHere('the load generator, the gateway and the upstream')}`,
    verdict: verdictOn(rows),
  };
}

function rowsOf(scenario, contenders, results) {
  const roundsOf = (name) =>
    results
      .filter((result) => result.scenario === scenario && result.contender === name)
      .sort((one, other) => one.round - other.round);
  const nameOf = (role) => contenders.find((contender) => contender.role === role).name;
  const tutorial = roundsOf(nameOf('tutorial'));
  const bareProxy = roundsOf(nameOf('bareProxy'));
  return contenders.map(({ name, role }) => {
    const rounds = roundsOf(name);
    const middle = (field) => median(rounds.map((round) => round[field]));
    // Within a round all had the same weather, so the ratio is taken there.
    const times = (others) => median(rounds.map(({ perSecond }, i) => perSecond / others[i].perSecond));
    return {
      scenario,
      name,
      role,
      perSecond: middle('perSecond'),
      cpu: middle('cpuPerRequest'),
      p50: middle('p50'),
      p99: middle('p99'),
      timesTutorial: times(tutorial),
      timesBareProxy: times(bareProxy),
    };
  });
}

function tableOf(scenario, rows) {
  const head = [scenario, 'requests/s', '× tutorial', '× bare proxy', 'CPU µs/request', 'p50 ms', 'p99 ms'];
  const cells = rows
    .filter((row) => row.scenario === scenario)
    .map((row) => [
      row.name,
      grouped(row.perSecond),
      row.timesTutorial.toFixed(1),
      row.timesBareProxy.toFixed(2),
      Math.round(row.cpu),
      row.p50,
      row.p99,
    ]);
  return table(head, cells);
}

function verdictOn(rows) {
  return rows
    .filter(({ role }) => role === 'ours')
    .flatMap((row) =>
      Object.entries(TARGETS).map(([target, least]) => {
        const met = row[target] >= least ? 'met' : 'MISSED';
        return `${met}: ${row.scenario}, ${row.name}: ${target} ${row[target].toFixed(2)}, target ${least}`;
      }),
    )
    .join('\n');
}
