import type { IncomingMessage, ServerResponse } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

import type { Upgrade } from './upgrade-requests.js';

/** Turns a caller's connection into a WebSocket. */
export class UpgradeAcceptor {
  private readonly server: WebSocketServer;

  constructor(maxMessageBytes: number) {
    this.server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: maxMessageBytes,
    });
  }

  /**
   * Answers 101, with these headers besides. Undefined when the caller has left meanwhile.
   *
   * @param answer what the handshake would have been refused with: nothing may have been written to it
   */
  accept(
    request: IncomingMessage,
    answer: ServerResponse,
    { socket, head }: Upgrade,
    headers: Readonly<Record<string, string>>,
  ): WebSocket | undefined {
    let accepted: WebSocket | undefined;
    const addHeaders = (lines: string[]): void => {
      for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    };
    answer.detachSocket(socket);
    this.server.once('headers', addHeaders);
    this.server.handleUpgrade(request, socket, head, (webSocket) => {
      accepted = webSocket;
    });
    this.server.off('headers', addHeaders);
    return accepted;
  }
}
