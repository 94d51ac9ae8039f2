/** LiveChat bills by calendar month. */
export interface Month {
  /** Of UTC: `2026-11`. */
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

export function monthAt(time: number): Month {
  const at = new Date(time);
  return {
    name: at.toISOString().slice(0, 7),
    endsAt: Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1),
  };
}
