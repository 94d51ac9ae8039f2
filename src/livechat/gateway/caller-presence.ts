import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { CallerLeft } from '../errors/caller-left.js';

/** Whether the caller is still there, and what to stop when it leaves. */
export class CallerPresence {
  private left = false;
  private leaveListener: (() => void) | undefined;
  private endListener: (() => void) | undefined;
  private readonly pipelinedOn: Socket | undefined;

  /** @param onEnd called once: when the answer is complete, or the connection ends before that */
  constructor(
    request: IncomingMessage,
    private readonly answer: ServerResponse,
    private readonly onEnd: (isComplete: boolean) => void,
  ) {
    answer.once('close', this.onClose);
    // An answer that waits behind an earlier one on the same connection has no socket yet, and would not notice.
    if (!answer.socket) this.pipelinedOn = request.socket.setMaxListeners(0).once('close', this.onClose);
    if (answer.destroyed || request.socket.destroyed) this.onClose();
  }

  get hasLeft(): boolean {
    return this.left;
  }

  /** @throws CallerLeft when nobody waits for the answer any more */
  mustStay(): void {
    if (this.left) throw new CallerLeft();
  }

  /** One listener at a time: what a call does next replaces what it did before. */
  onLeave(listener: () => void): void {
    this.leaveListener = listener;
  }

  /** Whether something is given back at the end of this call. */
  get holdsPlace(): boolean {
    return this.endListener !== undefined;
  }

  /** What a call takes while somebody waits for it is given back here, once: after its last byte, or when the caller left. */
  atEnd(listener: () => void): void {
    this.endListener = listener;
  }

  /** Comes after a complete answer too: by then there is nothing left to stop, but for a page that was too large to walk over. */
  private readonly onClose = (): void => {
    if (this.left) return;
    this.left = true;
    this.onEnd(this.answer.writableFinished);
    this.pipelinedOn?.off('close', this.onClose);
    this.leaveListener?.();
    this.endListener?.();
  };
}
