import { describe, expect, it } from '@jest/globals';
import type { WebSocket } from 'ws';

import { Brake } from './brake.js';
import { textFrame } from './frame.js';
import { FrameFlow, HIGH_WATER_BYTES } from './frame-flow.js';

/** A side that takes nothing until it is told to. */
class SlowSide {
  bufferedAmount = 0;
  isPaused = false;
  private readonly written: (() => void)[] = [];

  send(data: Buffer, _options: object, onWritten: () => void): void {
    this.bufferedAmount += data.length;
    this.written.push(onWritten);
  }

  ping(data: Buffer, _mask: undefined, onWritten: () => void): void {
    this.send(data, {}, onWritten);
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  takeAll(): void {
    this.bufferedAmount = 0;
    for (const onWritten of this.written.splice(0)) onWritten();
  }
}

function flow() {
  const [to, from] = [new SlowSide(), new SlowSide()];
  return {
    to,
    from,
    flow: new FrameFlow(to as unknown as WebSocket, new Brake(from as unknown as WebSocket)),
  };
}

describe('frames to a side that takes them slowly', () => {
  it.each([
    [
      'messages',
      (to: FrameFlow, data: Buffer) => {
        to.send(textFrame(data.toString()));
      },
    ],
    [
      'pings',
      (to: FrameFlow, data: Buffer) => {
        to.ping(data);
      },
    ],
  ])('stop the other side’s %s when too much waits, until nearly all was taken', (_what, write) => {
    const { flow: toSlow, to, from } = flow();
    const data = Buffer.alloc(HIGH_WATER_BYTES / 2, 'x');

    write(toSlow, data);
    write(toSlow, data);
    expect(from.isPaused).toBe(false);
    write(toSlow, data);
    expect(from.isPaused).toBe(true);
    to.takeAll();

    expect(from.isPaused).toBe(false);
  });
});
