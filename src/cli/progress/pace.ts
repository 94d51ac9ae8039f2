import type { Clock } from '../../foundation/index.js';
import { inGroups } from './counts.js';

/** How fast work goes, and how long the rest takes at that pace. */
export class Pace {
  private readonly startedAt: number;

  constructor(
    private readonly clock: Clock,
    readonly total: number,
  ) {
    this.startedAt = clock.now();
  }

  /** In words, as `12,500 rows/s, 40 s left`. */
  after(done: number): string {
    const perMs = done / Math.max(1, this.clock.now() - this.startedAt);
    const left = perMs > 0 ? timeWords((this.total - done) / perMs) : 'unknown time';
    return `${inGroups(Math.round(perMs * 1000))} rows/s, ${left} left`;
  }
}

function timeWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
