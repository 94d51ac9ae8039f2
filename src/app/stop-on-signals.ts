import type { INestApplicationContext } from '@nestjs/common';

import type { PinoLog } from '../foundation/index.js';

/** Longer than a renewal may take: a pair that LiveChat has just given must still be written. */
const DEADLINE_MS = 30_000;

interface Surroundings {
  readonly log: PinoLog;
  readonly alsoStop: () => Promise<void> | undefined;
}

/** On SIGTERM or SIGINT: no new requests, those under way and their renewals finish, then the process ends. */
export function stopOnSignals(app: INestApplicationContext, { log, alsoStop }: Surroundings): void {
  let isStopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    log.info({ event: 'server.stopping', signal });
    setTimeout(() => process.exit(1), DEADLINE_MS).unref();
    try {
      await app.close();
      await alsoStop();
      log.info({ event: 'server.stopped' });
    } catch (error) {
      log.error({ event: 'server.stop_failed', error });
      process.exitCode = 1;
    }
    await log.flush();
    process.exit();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => void stop(signal));
  }
}
