import { HttpException } from '@nestjs/common';

import { DatabaseUnavailable } from '../database/database-unavailable.js';
import { AppError } from './app-error.js';

/** What Nest or Fastify refused before our code ran: unknown routes, malformed URLs, bodies of the wrong length. */
export class RequestRefused extends AppError {
  readonly code: string;
  readonly publicMessage: string;

  constructor(
    readonly status: number,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : 'The request was refused', { cause });
    const [reason, message] = REFUSALS_BEFORE_OUR_CODE[status] ?? REFUSALS_BEFORE_OUR_CODE[400];
    this.code = `foundation.${reason}`;
    this.publicMessage = message;
  }
}

/** Anything nobody expected. Its details stay in the log. */
export class InternalError extends AppError {
  readonly code = 'foundation.internal';
  readonly status = 500;
  readonly publicMessage = 'Something went wrong on our side. Give the request id to the operator.';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : 'Unknown failure', { cause });
  }
}

type Refusal = readonly [reason: string, message: string];

/** By status; any other 4xx is a bad request. */
export const REFUSALS_BEFORE_OUR_CODE: Readonly<Record<number, Refusal> & { 400: Refusal }> = {
  400: ['bad_request', 'This request cannot be understood.'],
  404: ['not_found', 'There is nothing at this address.'],
  405: ['method_not_allowed', 'This address does not answer that method.'],
  413: ['body_too_large', 'The body is larger than this address accepts.'],
  429: ['too_many_requests', 'Too many requests from your address. Try again in a while.'],
  431: ['headers_too_large', 'The headers of this request are too large.'],
};

/** Turns whatever was thrown into an error that may leave the process. */
export function appErrorFrom(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const database = DatabaseUnavailable.from(thrown);
  if (database) return database;
  const status = statusOf(thrown);
  return status >= 400 && status < 500 ? new RequestRefused(status, thrown) : new InternalError(thrown);
}

function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const { statusCode } = (thrown ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}
