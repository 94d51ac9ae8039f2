/**
 * Decides how long each step of a replica takes, in turns of the event loop, and knows when none is under way.
 *
 * The lengths are drawn by the test, so that replicas overtake each other in ways that repeat exactly.
 */
export class Turns {
  private lengths: readonly number[] = [];
  private drawn = 0;
  private underWay = 0;

  /** For the next run: one effect after the other takes the next length, round and round. */
  restart(lengths: readonly number[]): void {
    this.lengths = lengths;
    this.drawn = 0;
  }

  /** Resolves after the next drawn number of turns. */
  async take(): Promise<void> {
    const length = this.lengths[this.drawn % this.lengths.length] ?? 0;
    this.drawn += 1;
    this.underWay += 1;
    for (let turn = 0; turn < length; turn += 1) await oneTurn();
    this.underWay -= 1;
  }

  /** Resolves when everything that could run has run, and waits for time, for LiveChat or for a stalled database. */
  async settle(): Promise<void> {
    do await oneTurn();
    while (this.underWay > 0);
  }
}

function oneTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
