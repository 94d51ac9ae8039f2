import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

import { BodyStalled } from '../errors/body-stalled.js';
import { BodyTooLarge } from '../errors/body-too-large.js';
import { CallerLeft } from '../errors/caller-left.js';
import type { BodyLimits } from './body-limits.js';
import { discardRest } from './discard-rest.js';
import { watchForStall } from './stall-watch.js';

/**
 * A body too large to keep: what was read of it already, then the rest as fast as LiveChat takes it.
 *
 * Destroying it leaves the caller's connection alone, for the answer still has to go there.
 */
export class StreamedBody extends Readable {
  private receivedBytes = 0;
  private readonly endWatch: () => void;

  constructor(
    private readonly request: IncomingMessage,
    private readonly limits: BodyLimits,
    /** Undefined when the caller did not say: then it goes on in chunks. */
    readonly length: number | undefined,
    prefix?: Buffer,
  ) {
    super();
    this.on('error', () => undefined); // undici hears it too, and whoever waits for the answer
    request.pause();
    request.on('data', this.onData).on('end', this.onEnd).on('close', this.onClose);
    this.endWatch = watchForStall(request, limits.idleMs, this.onStall);
    if (prefix) this.handOn(prefix);
    if (request.readableEnded) this.onEnd();
  }

  override _read(): void {
    this.request.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.request.off('data', this.onData).off('end', this.onEnd).off('close', this.onClose);
    this.endWatch();
    discardRest(this.request, { maxBytes: this.limits.maxBytes, idleMs: this.limits.idleMs });
    done(error);
  }

  private readonly onData = (chunk: Buffer): void => {
    this.request.pause();
    setImmediate(this.handOn, chunk);
  };

  private readonly onEnd = (): void => {
    setImmediate(this.handOn, null);
  };

  /**
   * Comes in a later phase of the event loop's turn than the reading of sockets: LiveChat may have answered already and
   * closed, and its answer must be read before a write fails because of that.
   */
  private readonly handOn = (chunk: Buffer | null): void => {
    if (this.destroyed) return;
    this.receivedBytes += chunk?.length ?? 0;
    if (this.receivedBytes > this.limits.maxBytes) this.destroy(new BodyTooLarge(this.limits.maxBytes));
    else if (this.push(chunk)) this.request.resume();
  };

  private readonly onClose = (): void => {
    if (!this.request.readableEnded) this.destroy(new CallerLeft());
  };

  private readonly onStall = (): void => {
    // Paused by us: LiveChat is the slow one, and its own timeout decides.
    if (!this.request.isPaused()) this.destroy(new BodyStalled());
  };
}
