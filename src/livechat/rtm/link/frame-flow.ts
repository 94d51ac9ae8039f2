import type { WebSocket } from 'ws';

import type { Brake } from './brake.js';
import type { Frame } from './frame.js';

/** What may wait for a side that takes its frames slowly, until the other side is read no further. */
export const HIGH_WATER_BYTES = 1_048_576;
const LOW_WATER_BYTES = HIGH_WATER_BYTES / 4;

/** Writes frames to one side of a link, and holds the other back while this one is slow to take them. */
export class FrameFlow {
  private isHolding = false;

  constructor(
    private readonly to: WebSocket,
    private readonly from: Brake,
  ) {}

  send({ data, isBinary }: Frame): void {
    this.to.send(data, { binary: isBinary }, this.onWritten);
    this.holdWhenFull();
  }

  ping(data: Buffer): void {
    this.to.ping(data, undefined, this.onWritten);
    this.holdWhenFull();
  }

  private holdWhenFull(): void {
    if (this.isHolding || this.to.bufferedAmount <= HIGH_WATER_BYTES) return;
    this.isHolding = true;
    this.from.hold();
  }

  /** Also when it could not be written: then the side is closing, and nothing waits for it any more. */
  private readonly onWritten = (): void => {
    if (!this.isHolding || this.to.bufferedAmount > LOW_WATER_BYTES) return;
    this.isHolding = false;
    this.from.release();
  };
}
