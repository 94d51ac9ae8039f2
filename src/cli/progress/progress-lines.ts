import type { Writable } from 'node:stream';

import type { Clock } from '../../foundation/index.js';
import { inGroups } from './counts.js';
import type { Pace } from './pace.js';
import type { Progress } from './progress.js';

const LINE_EVERY_MS = 5_000;

/** Plain lines, not too many. */
export class ProgressLines implements Progress {
  private lastAt: number;

  constructor(
    private readonly pace: Pace,
    private readonly stream: Writable,
    private readonly clock: Clock,
  ) {
    this.lastAt = clock.now();
  }

  show(done: number): void {
    if (this.clock.now() < this.lastAt + LINE_EVERY_MS) return;
    this.lastAt = this.clock.now();
    const { total } = this.pace;
    const percentage = Math.floor((done / total) * 100);
    this.stream.write(
      `${inGroups(done)} of ${inGroups(total)} rows (${percentage}%), ${this.pace.after(done)}\n`,
    );
  }

  end(): void {
    // A line is complete when it is written.
  }
}
