import type { WriteStream } from 'node:tty';

import type { Clock } from '../../foundation/index.js';
import { Pace } from './pace.js';
import { ProgressBar } from './progress-bar.js';
import { ProgressLines } from './progress-lines.js';

/** Tells a person how far work has come. */
export interface Progress {
  show(done: number): void;
  end(): void;
}

/** A bar on a terminal; elsewhere, as in a job's log, a line every few seconds. */
export function progressOn(stream: WriteStream, total: number, clock: Clock): Progress {
  const pace = new Pace(clock, total);
  return stream.isTTY ? new ProgressBar(pace, stream) : new ProgressLines(pace, stream, clock);
}
