import { gatewayThroughput } from './gateway-throughput.js';
import { report } from './support/report.js';
import { writeResults } from './support/write-results.js';

const { contenders, results } = await gatewayThroughput((line) => process.stderr.write(`${line}\n`));
const { tables, verdict } = report(contenders, results);
process.stdout.write(`\n${tables}\n\n${verdict}\n`);
if (process.argv.includes('--write')) writeResults(tables);
