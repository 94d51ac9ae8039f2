import type { LoggerService } from '@nestjs/common';

import type { Log } from './log.js';

/** Nest's own messages, in our format; its chatter about modules and routes only at `debug`. */
export class NestLog implements LoggerService {
  constructor(private readonly out: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.out.debug({ event: 'nest.message', message, context: rest.at(-1) });
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.out.warn({ event: 'nest.warning', message, context: rest.at(-1) });
  }

  error(message: unknown, ...rest: unknown[]): void {
    const error = message instanceof Error ? message : undefined;
    this.out.error({
      event: 'nest.error',
      message: error ? undefined : message,
      error,
      context: rest.at(-1),
    });
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.log(message, ...rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.log(message, ...rest);
  }
}
