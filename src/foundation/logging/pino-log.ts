import { type DestinationStream, type Logger, pino } from 'pino';

import { Log, type LogFields } from './log.js';
import { describeError } from './describe-error.js';
import { withoutSecrets } from './without-secrets.js';

/**
 * Written in blocks, at the latest after a fifth of a second: a write for every line costs more than the line. Written
 * at once, not by a thread: handing a block over costs more than writing it, too.
 */
const TO_STANDARD_OUTPUT = { fd: 1, sync: true, minLength: 4_096, periodicFlush: 200 };

/** Structured logs through pino: JSON lines with an ISO time. */
export class PinoLog extends Log {
  private readonly logger: Logger;

  constructor(options: { level: string; destination?: DestinationStream }) {
    super();
    this.logger = pino(
      {
        level: options.level,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (level) => ({ level }), log: withoutSecrets },
        serializers: { error: describeError },
      },
      options.destination ?? pino.destination(TO_STANDARD_OUTPUT),
    );
  }

  debug(fields: LogFields): void {
    this.logger.debug(fields);
  }

  info(fields: LogFields): void {
    this.logger.info(fields);
  }

  warn(fields: LogFields): void {
    this.logger.warn(fields);
  }

  error(fields: LogFields): void {
    this.logger.error(fields);
  }

  /** Writes what is still buffered: the last lines before the process ends matter most. */
  flush(): Promise<void> {
    return new Promise((resolve) => {
      this.logger.flush(() => {
        resolve();
      });
    });
  }
}
