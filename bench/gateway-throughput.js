import { closingAll } from './support/opened.js';
import { report } from './support/report.js';
import { runRound } from './support/run-round.js';
import { startContenders } from './support/start-contenders.js';
import { turned } from './support/turned.js';

const ROUNDS = 9;
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
 * The contenders take turns within each round, so that whatever else this machine does meets them all.
 */
export function gatewayThroughput(say, { rounds = ROUNDS }) {
  return closingAll(async (open) => {
    const contenders = await startContenders(open);
    await eachTurn(contenders, async (contender, scenario) => {
      await runRound(contender, scenario, WARM_UP_SECONDS);
    });
    const results = [];
    for (let round = 0; round < rounds; round += 1) {
      await eachTurn(turned(contenders, round), async (contender, scenario) => {
        const measured = await runRound(contender, scenario, ROUND_SECONDS);
        results.push({ round, scenario: scenario.name, contender: contender.name, ...measured });
        say(
          `${round + 1}/${rounds}  ${scenario.name}  ${contender.name}: ${Math.round(measured.perSecond)}/s`,
        );
      });
    }
    return report(contenders, results);
  });
}

async function eachTurn(contenders, task) {
  for (const scenario of SCENARIOS) {
    for (const contender of contenders) await task(contender, scenario);
  }
}
