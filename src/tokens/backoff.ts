/** Doubled from `firstMs` to `lastMs` with every time before, and up to a quarter shorter, at random; whole, to be stored. */
export function backoffMs(timesBefore: number, firstMs: number, lastMs: number): number {
  return Math.round(Math.min(firstMs * 2 ** timesBefore, lastMs) * (1 - Math.random() / 4));
}
