import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { loadEnvFile } from './app/environment.js';
import { greeting } from './app/greeting.js';
import { listenRefusal } from './app/listen-refusal.js';
import { sandboxBeside } from './app/sandbox-beside.js';
import { stopOnSignals } from './app/stop-on-signals.js';
import { environment, readSettings } from './app.config.js';
import { createApp } from './app.setup.js';
import { PinoLog, StartRefused, SystemClock } from './foundation/index.js';

/** Starts the server, or says on one screen why it cannot and what to do. */
export async function main(): Promise<void> {
  try {
    await start();
  } catch (error) {
    const isExpected = error instanceof StartRefused;
    process.stderr.write(
      `livechat-app-backend cannot start.\n\n${isExpected ? error.message : describe(error)}\n`,
    );
    process.exit(1);
  }
}

async function start(): Promise<void> {
  loadEnvFile();
  const sandbox = await sandboxBeside(environment());
  const settings = readSettings(sandbox?.environment ?? environment());
  const log = new PinoLog({ level: settings.logLevel });
  const app = await createApp(settings, { clock: new SystemClock(), log, sandboxUrl: sandbox?.controlUrl });
  stopOnSignals(app, { log, alsoStop: () => sandbox?.close() });
  await listen(app, settings.http);
  log.info({ event: 'server.started', url: settings.http.publicUrl.origin });
  process.stdout.write(await greeting(app, settings, sandbox));
}

async function listen(app: NestFastifyApplication, place: { host: string; port: number }): Promise<void> {
  try {
    await app.listen({ host: place.host, port: place.port });
  } catch (cause) {
    throw listenRefusal(cause, place);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
