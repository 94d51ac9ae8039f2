import { startSandbox } from './index.js';
import { readSettings } from './settings.js';
import { startMessage } from './start-message.js';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function run(): Promise<void> {
  const sandbox = await startSandbox({ ...readSettings(process.env), log: say });
  say(startMessage(sandbox));
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void sandbox.close();
    });
}

run().catch((error: unknown) => {
  process.stderr.write(
    `The sandbox did not start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
