export interface LogFields {
  /** `<room>.<what happened>`: the catalogue is in docs/operations.md. */
  readonly event: string;
  readonly [field: string]: unknown;
}

/** One line per event: its name first, fields after, no prose and no secrets. */
export abstract class Log {
  abstract debug(fields: LogFields): void;
  abstract info(fields: LogFields): void;
  abstract warn(fields: LogFields): void;
  abstract error(fields: LogFields): void;
}
