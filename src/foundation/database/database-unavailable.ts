import { QueryFailedError } from 'typeorm';

import { AppError } from '../errors/app-error.js';

const UNAVAILABLE = /^SQLITE_(BUSY|LOCKED|FULL|READONLY|IOERR|CANTOPEN|CORRUPT|NOTADB|PROTOCOL)/;

/** The database did not take a read or a write; the same request may work in a moment. */
export class DatabaseUnavailable extends AppError {
  readonly code = 'foundation.database_unavailable';
  readonly status = 503;
  readonly publicMessage = 'Our database is not available. Try again in a few seconds.';
  override readonly headers = { 'retry-after': '5' };

  /** The error as this class, when it is the database's own and not a mistake in a statement. */
  static from(thrown: unknown): DatabaseUnavailable | undefined {
    const driverError: unknown = thrown instanceof QueryFailedError ? thrown.driverError : thrown;
    const { code } = (driverError ?? {}) as { code?: unknown };
    if (typeof code !== 'string' || !UNAVAILABLE.test(code)) return undefined;
    return new DatabaseUnavailable(`The database answered ${code}`, { cause: thrown });
  }
}
