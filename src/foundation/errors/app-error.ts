/** The one thing a reader of an error page can do next. */
export interface NextStep {
  readonly label: string;
  readonly href: string;
}

/**
 * A failure we expect.
 *
 * `message` is for the log; `publicMessage` and `details` leave the process, and say what to do next.
 */
export abstract class AppError extends Error {
  /** `<room>.<reason>`, stable: programs decide on the reason. */
  abstract readonly code: string;
  abstract readonly status: number;
  abstract readonly publicMessage: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly nextStep?: NextStep;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }

  /** What follows the last dot of the code: `reauthorization_required`. */
  get reason(): string {
    return this.code.slice(this.code.lastIndexOf('.') + 1);
  }
}
