import { closingAll } from './support/opened.js';
import { report } from './support/report.js';
import { runRound } from './support/run-round.js';
import { startContenders } from './support/start-contenders.js';
import { turned } from './support/turned.js';

const ROUNDS = 9;
const ROUNDS_PER_START = 3;
const ROUND_SECONDS = 2;
const WARM_UP_SECONDS = 2;

export const SCENARIOS = [
  { name: 'GET, 1 KiB answered', method: 'GET', action: 'list_chats' },
  { name: 'POST, 1 KiB sent and 1 KiB answered', method: 'POST', action: 'list_chats' },
  { name: 'GET, 1 MiB answered', method: 'GET', action: 'list_archives' },
  { name: 'GET, 1 KiB answered, 200 calls a second', method: 'GET', action: 'list_chats', perSecond: 200 },
];

/**
 * How many requests a second does our gateway carry, beside the way tutorials do it and a bare proxy?
 *
 * The contenders take turns within each round, so that whatever else this machine does meets them all. They are started
 * anew between the rounds, too: of two processes of the same program one may be a tenth faster for as long as it lives.
 */
export async function gatewayThroughput(say, { rounds = ROUNDS }) {
  const sayOf = (round, what) => say(`${round + 1}/${rounds}  ${what}`);
  let contenders = [];
  const results = [];
  for (let first = 0; first < rounds; first += ROUNDS_PER_START) {
    const last = Math.min(first + ROUNDS_PER_START, rounds);
    const measured = await closingAll((open) => measureRounds(open, sayOf, { first, last }));
    contenders = measured.contenders;
    results.push(...measured.results);
  }
  return report(contenders, results);
}

async function measureRounds(open, say, { first, last }) {
  const contenders = await startContenders(open);
  await eachTurn(contenders, async (contender, scenario) => {
    await runRound(contender, scenario, WARM_UP_SECONDS);
  });
  const results = [];
  for (let round = first; round < last; round += 1) {
    await eachTurn(turned(contenders, round), async (contender, scenario) => {
      const measured = await runRound(contender, scenario, ROUND_SECONDS);
      results.push({ round, scenario: scenario.name, contender: contender.name, ...measured });
      say(round, `${scenario.name}  ${contender.name}: ${Math.round(measured.perSecond)}/s`);
    });
  }
  return { contenders, results };
}

async function eachTurn(contenders, task) {
  for (const scenario of SCENARIOS) {
    for (const contender of contenders) await task(contender, scenario);
  }
}
