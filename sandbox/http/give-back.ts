import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Lets the server answer a request to upgrade like any other: once somebody listens for upgrades, Node hands all of them
 * over unanswered. The same bytes go in once more, as a new connection's, less the `Upgrade` header.
 */
export function giveBack(server: Server, request: IncomingMessage, socket: Socket, rest: Buffer): void {
  const { method = '', url = '', httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.toLowerCase() !== 'upgrade') lines.push(`${name}: ${rawHeaders[at + 1] ?? ''}`);
  }
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  // The connection's parser is still at work.
  setImmediate(() => {
    if (socket.destroyed) return;
    socket.unshift(Buffer.concat([head, rest]));
    server.emit('connection', socket);
  });
}
