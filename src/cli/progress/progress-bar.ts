import { SingleBar } from 'cli-progress';
import type { WriteStream } from 'node:tty';

import type { Pace } from './pace.js';
import type { Progress } from './progress.js';

/** A bar that is drawn over itself. */
export class ProgressBar implements Progress {
  private readonly bar: SingleBar;

  constructor(
    private readonly pace: Pace,
    stream: WriteStream,
  ) {
    this.bar = new SingleBar({
      format: '{bar} {percentage}% | {value} of {total} rows | {pace}',
      formatValue: (value, _options, type) =>
        type === 'percentage' ? String(value) : value.toLocaleString('en-US'),
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 24,
      stream,
      gracefulExit: false, // whoever interrupts the work ends the bar too
    });
    this.bar.start(pace.total, 0, { pace: '' });
  }

  show(done: number): void {
    this.bar.update(done, { pace: this.pace.after(done) });
  }

  end(): void {
    this.bar.stop();
  }
}
