import type { IncomingMessage } from 'node:http';
import { WebSocketServer } from 'ws';

import { closeAfterTest } from '../../../test/support/opened.js';
import { RtmPeer } from '../../../test/support/rtm-peer.js';
import type { Upstream } from './upstream.js';

/** LiveChat's RTM API, beside the rest of an upstream. */
export class RtmStand {
  readonly handshakes: IncomingMessage[] = [];
  readonly peers: RtmPeer[] = [];

  /** @param says in its 101, and at once behind it */
  constructor({ server }: Upstream, says: { headers?: readonly string[]; greeting?: string } = {}) {
    const webSockets = new WebSocketServer({ server, maxPayload: 0 });
    webSockets.on('headers', (lines) => lines.push(...(says.headers ?? [])));
    webSockets.on('connection', (socket, request) => {
      if (says.greeting !== undefined) socket.send(says.greeting);
      this.handshakes.push(request);
      this.peers.push(new RtmPeer(socket));
    });
    closeAfterTest(() => {
      for (const { socket } of this.peers) socket.terminate();
    });
  }

  get peer(): RtmPeer {
    const peer = this.peers.at(-1);
    if (!peer) throw new Error('Nobody has connected');
    return peer;
  }
}
