import type { IncomingMessage } from 'node:http';

/**
 * Reads what is left of a body into nothing, so that the caller can read our answer and use the connection again.
 *
 * A caller that goes on for longer than twice `maxBytes`, or stands still for `idleMs`, loses the connection. Twice: a
 * body that is a little too large is read to its end, so that its sender sees the answer and not a reset.
 */
export function discardRest(request: IncomingMessage, limits: { maxBytes: number; idleMs: number }): void {
  if (request.complete || request.destroyed) {
    request.resume();
    return;
  }
  let left = 2 * limits.maxBytes;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  request.setTimeout(limits.idleMs, () => {
    if (!request.complete) request.destroy();
  });
  request.resume();
}
