import { once } from 'node:events';
import { PassThrough } from 'node:stream';

/** One answer that is let out chunk by chunk. */
export class Drip {
  readonly stream = new PassThrough();
  private announceOpened: () => void = () => undefined;

  /** Resolves when a request has opened it. */
  readonly opened = new Promise<void>((resolve) => {
    this.announceOpened = resolve;
  });

  /** Resolves when it is over: ended by us, or the caller has gone. */
  readonly closed: Promise<void> = once(this.stream, 'close').then(() => undefined);

  constructor(readonly id: string) {
    // A drip that is cut off is what it is for, not a fault of the sandbox.
    this.stream.on('error', () => undefined);
    this.closed.catch(() => undefined);
  }

  open(): PassThrough {
    this.announceOpened();
    return this.stream;
  }

  write(chunk: string | Buffer): void {
    this.stream.write(chunk);
  }

  end(): void {
    this.stream.end();
  }

  /** Breaks the connection off in the middle. */
  abort(): void {
    this.stream.destroy(new Error('The drip was cut off.'));
  }
}

/** Answers of `_drip?id=…`, by their id. */
export class DripControls {
  private readonly drips = new Map<string, Drip>();

  /** The drip of this name, whether or not a request has opened it yet; a new one when the last is over. */
  of(id: string): Drip {
    const known = this.drips.get(id);
    if (known?.stream.destroyed === false) return known;
    const drip = new Drip(id);
    this.drips.set(id, drip);
    return drip;
  }

  reset(): void {
    for (const drip of this.drips.values()) drip.stream.destroy();
    this.drips.clear();
  }
}
