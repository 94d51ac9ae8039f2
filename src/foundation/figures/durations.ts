/**
 * How long things took, in few ranges: counted with plain additions, so that it costs nothing to speak of per request.
 *
 * A duration counts in the first range whose bound it does not exceed, or in the last, which has none.
 */
export class Durations {
  /** One more than there are bounds. */
  readonly counts: number[];
  sumMs = 0;

  constructor(readonly boundsMs: readonly number[]) {
    this.counts = Array<number>(boundsMs.length + 1).fill(0);
  }

  /** A clock that was set back makes no negative durations. */
  add(ms: number): void {
    const tookMs = ms > 0 ? ms : 0;
    let range = 0;
    while (tookMs > (this.boundsMs[range] ?? Infinity)) range += 1;
    this.counts[range] = (this.counts[range] ?? 0) + 1;
    this.sumMs += tookMs;
  }
}
