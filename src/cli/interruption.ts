const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Lets work under way end in order on Ctrl+C or SIGTERM. The second one ends the process at once. */
export class Interruption {
  private hasCome = false;

  private constructor() {
    for (const signal of SIGNALS) process.once(signal, this.note);
  }

  /** Listens for as long as the work goes on. */
  static async during<Result>(work: (interruption: Interruption) => Promise<Result>): Promise<Result> {
    const interruption = new Interruption();
    try {
      return await work(interruption);
    } finally {
      interruption.ignore();
    }
  }

  get isAsked(): boolean {
    return this.hasCome;
  }

  private readonly note = (): void => {
    this.hasCome = true;
    this.ignore();
  };

  private ignore(): void {
    for (const signal of SIGNALS) process.off(signal, this.note);
  }
}
