import { type DestinationStream, type Logger, pino } from 'pino';

import { Log, type LogFields } from './log.js';
import { describeError } from './describe-error.js';

/** Field names that would hold a secret if somebody logged a whole object by mistake. */
const NEVER_LOGGED = [
  'authorization',
  'cookie',
  'set-cookie',
  'access_token',
  'accessToken',
  'refresh_token',
  'refreshToken',
  'client_secret',
  'clientSecret',
  'code_verifier',
  'password',
  'secret',
].flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);

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
        formatters: { level: (level) => ({ level }) },
        redact: { paths: NEVER_LOGGED, censor: '[removed]' },
        serializers: { error: describeError },
      },
      options.destination ?? pino.destination({ fd: 1, sync: false }),
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
