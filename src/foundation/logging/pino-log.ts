import { type DestinationStream, type Logger, pino } from 'pino';

import { SystemClock } from '../clock/system-clock.js';
import { describeError } from './describe-error.js';
import { IsoTime } from './iso-time.js';
import { type FrequentFields, Log, type LogFields } from './log.js';
import { withoutSecrets } from './without-secrets.js';

/**
 * Written in blocks, at the latest after a fifth of a second: a write for every line costs more than the line, and in
 * larger blocks so does every line, for each has the whole block measured. Written at once, not by a thread: handing a
 * block over costs more than writing it, too.
 */
const TO_STANDARD_OUTPUT = { fd: 1, sync: true, minLength: 4_000, periodicFlush: 200 };

/** Structured logs through pino: JSON lines with an ISO time. */
export class PinoLog extends Log {
  private readonly clock = new SystemClock();
  private readonly isoTime = new IsoTime();
  private readonly logger: Logger;
  private readonly destination: DestinationStream;
  private readonly isInfoWritten: boolean;

  constructor(options: { level: string; destination?: DestinationStream }) {
    super();
    this.destination = options.destination ?? pino.destination(TO_STANDARD_OUTPUT);
    this.logger = pino(
      {
        level: options.level,
        base: null,
        timestamp: () => `,"time":"${this.now()}"`,
        formatters: { level: (level) => ({ level }), log: withoutSecrets },
        serializers: { error: describeError },
      },
      this.destination,
    );
    this.isInfoWritten = this.logger.isLevelEnabled('info');
  }

  debug(fields: LogFields): void {
    this.logger.debug(fields);
  }

  info(fields: LogFields): void {
    this.logger.info(fields);
  }

  /** Past pino, to where pino writes: see docs/decisions/0007. */
  frequent(fields: FrequentFields): void {
    if (!this.isInfoWritten) return;
    this.destination.write(`{"level":"info","time":"${this.now()}",${JSON.stringify(fields).slice(1)}\n`);
  }

  warn(fields: LogFields): void {
    this.logger.warn(fields);
  }

  error(fields: LogFields): void {
    this.logger.error(fields);
  }

  private now(): string {
    return this.isoTime.of(this.clock.now());
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
