import { QueryFailedError } from 'typeorm';

import { AppError } from '../errors/app-error.js';
import { PostgresUnreachable } from './postgres/pool-client.js';

const SQLITE = /^SQLITE_(BUSY|LOCKED|FULL|READONLY|IOERR|CANTOPEN|CORRUPT|NOTADB|PROTOCOL)/;
/** No connection, no room, no writes, no lock in time, canceled, going down, disk trouble. */
const POSTGRES = /^((08|53)...|57P..|25006|40001|40P01|55P03|57014|58030)$/;
const NETWORK = /^(ECONNRESET|EPIPE|ETIMEDOUT)$/;
/** What the driver says without a code. */
const DRIVER =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

/** The database did not take a read or a write; the same request may work in a moment. */
export class DatabaseUnavailable extends AppError {
  readonly code = 'foundation.database_unavailable';
  readonly status = 503;
  readonly publicMessage = 'Our database is not available. Try again in a few seconds.';
  override readonly headers = { 'retry-after': '5' };

  /** The error as this class, when it is the database's own and not a mistake in a statement. */
  static from(thrown: unknown): DatabaseUnavailable | undefined {
    const said = unavailabilityIn(thrown);
    return said === undefined
      ? undefined
      : new DatabaseUnavailable(`The database answered ${said}`, { cause: thrown });
  }
}

function unavailabilityIn(thrown: unknown): string | undefined {
  if (thrown instanceof PostgresUnreachable) return thrown.message;
  const isOfStatement = thrown instanceof QueryFailedError;
  const error: unknown = isOfStatement ? thrown.driverError : thrown;
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const said = typeof code === 'string' ? code : String(message);
  const signs = isOfStatement ? [SQLITE, POSTGRES, NETWORK, DRIVER] : [SQLITE, DRIVER];
  return signs.some((sign) => sign.test(said)) ? said : undefined;
}
