import { startSandbox } from './index.js';
import { startMessage } from './start-message.js';
import { readSettings } from './settings.js';

const sandbox = await startSandbox({
  ...readSettings(process.env),
  log: (line) => {
    console.log(line);
  },
});
console.log(startMessage(sandbox));

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void sandbox.close();
  });
