import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

import type { FastifyInstance } from 'fastify';

/** Listens, and can stop and start listening at the same port. */
export class Listener {
  private port: number;
  private isListening = false;
  /** Connections that the server does not count any more. */
  private readonly upgraded = new Set<Duplex>();

  constructor(
    private readonly app: FastifyInstance,
    private readonly host: string,
    port: number,
  ) {
    this.port = port;
    app.server.on('upgrade', (_request, socket) => {
      this.upgraded.add(socket);
      socket.on('close', () => this.upgraded.delete(socket));
    });
  }

  /** The origin. */
  async listen(): Promise<string> {
    await this.app.ready();
    await this.comeBack();
    const shownHost = this.host.includes(':') ? `[${this.host}]` : this.host;
    return `http://${shownHost}:${this.port}`;
  }

  async comeBack(): Promise<void> {
    if (this.isListening) return;
    const { server } = this.app;
    server.listen(this.port, this.host);
    await once(server, 'listening');
    this.isListening = true;
    this.port = (server.address() as AddressInfo).port;
  }

  async goOffline(): Promise<void> {
    if (!this.isListening) return;
    this.isListening = false;
    const { server } = this.app;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    for (const socket of this.upgraded) socket.destroy();
    await closed;
  }

  async close(): Promise<void> {
    await this.goOffline();
    await this.app.close();
  }
}
