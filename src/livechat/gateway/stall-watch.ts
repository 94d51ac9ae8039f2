import type { IncomingMessage } from 'node:http';

/** Calls `onStall` when no byte of a body comes for `idleMs`. Returns what ends the watch. */
export function watchForStall(request: IncomingMessage, idleMs: number, onStall: () => void): () => void {
  const before = request.socket.timeout ?? 0;
  request.on('timeout', onStall);
  request.socket.setTimeout(idleMs);
  return () => {
    request.off('timeout', onStall);
    request.socket.setTimeout(before);
  };
}
