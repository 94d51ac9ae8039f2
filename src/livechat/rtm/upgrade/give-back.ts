import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Gives a request to upgrade back to the server, which then answers it like any other: RFC 9110 section 7.8 lets a server
 * ignore `Upgrade`, and clients that offer h2c with every first request rely on it.
 *
 * Once somebody listens for upgrades Node hands all of them over, with the connection and whatever follows the headers,
 * a body too. So the same bytes go to the server once more, as a new connection's, less the `Upgrade` header.
 */
export function giveBack(server: Server, request: IncomingMessage, socket: Socket, rest: Buffer): void {
  socket.unshift(Buffer.concat([headOf(request), rest]));
  server.emit('connection', socket);
}

/** As it came; Node reads the bytes of headers as latin1. */
function headOf({ method = '', url = '', httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.toLowerCase() !== 'upgrade') lines.push(`${name}: ${rawHeaders[at + 1] ?? ''}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}
