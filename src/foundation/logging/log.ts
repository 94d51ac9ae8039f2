export interface LogFields {
  /** `<room>.<what happened>`: the catalogue is in docs/operations.md. */
  readonly event: string;
  readonly [field: string]: unknown;
}

/** Fields of an event that every request causes: flat, and under names that our own code chose. */
export interface FrequentFields {
  readonly event: string;
  readonly [field: string]: string | number;
}

/** One line per event: its name first, fields after, no prose and no secrets. */
export abstract class Log {
  abstract debug(fields: LogFields): void;
  abstract info(fields: LogFields): void;
  /** As `info`, at a fraction of its price: the fields are written as they are, nothing in them is looked for and left out. */
  abstract frequent(fields: FrequentFields): void;
  abstract warn(fields: LogFields): void;
  abstract error(fields: LogFields): void;
}
