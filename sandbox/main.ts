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

/** What to do about it, where that is known. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as { code?: string; port?: number };
  return code === 'EADDRINUSE'
    ? `Port ${port ?? ''} is in use: stop what uses it, or set SANDBOX_PORT to another.`
    : error.message;
}

run().catch((error: unknown) => {
  process.stderr.write(`The sandbox did not start. ${reasonOf(error)}\n`);
  process.exitCode = 1;
});
