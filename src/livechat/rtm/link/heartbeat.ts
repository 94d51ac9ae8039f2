import type { WebSocket } from 'ws';

const MAX_UNANSWERED = 2;

/** Notices that one side of a link is gone without a word. */
export class Heartbeat {
  private unanswered = 0;

  constructor(private readonly socket: WebSocket) {
    socket.on('pong', () => {
      this.unanswered = 0;
    });
  }

  /** Asks whether somebody is there; ends the connection when the last two questions had no answer. */
  beat(): void {
    if (this.socket.isPaused) return; // the answer would not be read
    if (this.unanswered >= MAX_UNANSWERED) {
      this.socket.terminate();
      return;
    }
    this.unanswered += 1;
    this.socket.ping();
  }
}
