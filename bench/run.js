import { parseArgs } from 'node:util';

import { writeResults } from './support/write-results.js';

/** Each answers `{ tables, verdict }`, and perhaps a `summary` for the front page. */
const BENCHES = {
  gateway: async () => (await import('./gateway-throughput.js')).gatewayThroughput,
  processes: async () => (await import('./processes.js')).processes,
  'renewal-storm': async () => (await import('./renewal-storm.js')).renewalStorm,
  scale: async () => (await import('./scale.js')).scale,
};

// npm run bench -- [processes | renewal-storm | scale] [--write] [--rounds=N] [--sizes=N,N,…] [--reseal=N,N,…]
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    sizes: { type: 'string' },
    reseal: { type: 'string' },
  },
});

const [name = 'gateway'] = positionals;
if (!Object.hasOwn(BENCHES, name))
  throw new Error(`There is no bench ${name}: ${Object.keys(BENCHES).join(', ')}.`);

// What is open is ended on the way out.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

const bench = await BENCHES[name]();
const results = await bench((line) => process.stderr.write(`${line}\n`), {
  rounds: options.rounds && Number(options.rounds),
  sizes: options.sizes?.split(',').map(Number),
  reseal: options.reseal?.split(',').map(Number),
});
process.stdout.write(`\n${results.tables}\n\n${results.verdict}\n`);
if (options.write) writeResults(name, results);
