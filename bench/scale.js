import { startSandbox } from '../dist/sandbox/index.js';
import { ScaledInstallation } from './scale/installation.js';
import { PlanLog } from './scale/plan-log.js';
import { scaleReport } from './scale/report.js';
import { resealEndToEnd, sealingAlone } from './scale/resealing.js';
import { sealingWith } from './scale/sealing.js';
import { tour } from './scale/tour.js';
import { load } from './support/load.js';
import { closingAll } from './support/opened.js';
import { settings } from './support/product.js';
import { startPostgres } from './support/start-postgres.js';
import { startServer } from './support/start-server.js';
import { turned } from './support/turned.js';

const SIZES = [10, 10_000, 1_000_000];
const RESEALED = [100_000, 1_000_000];
const ROUNDS = 9;
const ROUND = { callers: 64, seconds: 2 };
const WARM_UP = { callers: 64, seconds: 4 };
/** The statement that reseals is long, and the same each time: a few of them tell how all find their rows. */
const EXPLAINED_OF_RESEALING = 0.01;

/** Is a server as fast, and as small, with a million grants as with ten? And how long does a change of keys take? */
export function scale(say, { rounds = ROUNDS, sizes = SIZES, reseal = RESEALED }) {
  return closingAll(async (open) => {
    const postgres = await open(startPostgres());
    const sandbox = await open(startSandbox({ clients: [{ id: 'bench', secrets: ['bench-secret'] }] }));
    const upstream = await open(startServer('tenants-upstream.js'));
    const shared = settings({ accountsUrl: sandbox.url, apiUrl: upstream.url });
    const sealing = sealingWith(shared.ENCRYPTION_KEYS);
    const make = async (grants) => {
      say(`fills a database with ${grants} grants`);
      return open(ScaledInstallation.make(grants, { postgres, shared, sealing }));
    };
    const installations = [];
    for (const grants of sizes) installations.push(await make(grants));

    const results = await measured(installations, { postgres, rounds, say });
    const largest = installations.at(-1);
    const log = new PlanLog(postgres, largest.database);
    say('looks at the plans');
    await log.explain(1);
    await tour(largest, sandbox);

    await log.explain(EXPLAINED_OF_RESEALING);
    const resealings = [];
    for (const grants of reseal) {
      const resealable = installations.find((one) => one.grants === grants) ?? (await make(grants));
      say(`reseals ${grants} grants`);
      resealings.push(await resealEndToEnd(resealable));
    }
    return scaleReport({
      installations,
      results,
      plans: await log.plans(),
      alone: sealingAlone(),
      resealings,
    });
  });
}

async function measured(installations, { postgres, rounds, say }) {
  for (const one of installations) {
    await one.start();
    await one.warmUp();
    for (const call of [one.callHot, one.callAny]) await load(call, WARM_UP);
    one.rss.warm = await one.server.ask('residentBytes');
  }
  const results = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const one of turned(installations, round)) {
      results.push(await measuredRound(one, 'hot', { postgres, round }));
      results.push(await measuredRound(one, 'any', { postgres, round }));
    }
    say(`${round + 1}/${rounds}`);
  }
  for (const one of installations) one.rss.end = await one.server.ask('residentBytes');
  for (const one of installations) await one.close();
  return results;
}

/** Before the hot set is counted it is called for once: those who came in between may have pushed it out of memory. */
async function measuredRound(one, organizations, { postgres, round }) {
  if (organizations === 'hot') await one.warmUp();
  await postgres.forgetStatements();
  const result = await load(organizations === 'hot' ? one.callHot : one.callAny, ROUND);
  const statements = await postgres.statements(one.database);
  const made = statements.reduce((total, { calls }) => total + calls, 0);
  return { round, grants: one.grants, organizations, ...result, statements: made };
}
