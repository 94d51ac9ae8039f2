import type { WebSocket } from 'ws';

/** Stops reading from one side of a link while anybody has a reason to. */
export class Brake {
  private holds = 0;
  private isOff = false;

  constructor(private readonly socket: WebSocket) {}

  hold(): void {
    this.holds += 1;
    if (!this.isOff) this.socket.pause();
  }

  release(): void {
    this.holds -= 1;
    if (this.holds === 0) this.socket.resume();
  }

  /** For good: a side that is closing must be read, or its close frame is not seen. */
  letGo(): void {
    this.isOff = true;
    this.socket.resume();
  }
}
