import { EventEmitter, once } from 'node:events';
import { Writable } from 'node:stream';

import { PinoLog } from '../../src/foundation/index.js';

interface Line {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** The product's own log, kept for the test to read: the very bytes that an operator would see. */
export class LogLines {
  readonly texts: string[] = [];
  readonly log: PinoLog;
  private readonly arrivals = new EventEmitter();

  constructor(level: string) {
    const destination = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.texts.push(...chunk.toString('utf8').trimEnd().split('\n'));
        this.arrivals.emit('line');
        done();
      },
    });
    this.log = new PinoLog({ level, destination });
  }

  of(event: string): Line[] {
    return this.texts.map((text) => JSON.parse(text) as Line).filter((line) => line.event === event);
  }

  /** Resolves when the event has been logged. */
  async next(event: string): Promise<void> {
    while (this.of(event).length === 0) await once(this.arrivals, 'line');
  }
}
