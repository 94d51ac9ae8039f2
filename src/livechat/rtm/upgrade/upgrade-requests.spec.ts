import { describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage } from 'node:http';

import { HANDSHAKE } from '../../../../test/support/rtm-peer.js';
import { RawConnection } from '../../testing/raw-connection.js';
import { startGateway } from '../../testing/start-gateway.js';
import { UpgradeRequests } from './upgrade-requests.js';

const asking = (url: string): IncomingMessage =>
  ({ method: 'GET', url, httpVersion: '1.1', headers: HANDSHAKE }) as unknown as IncomingMessage;

describe('requests to upgrade', () => {
  it('are only handed over for RTM, by a Node that asks', () => {
    const server = Object.assign(createServer(), {
      shouldUpgradeCallback: (_request: IncomingMessage): boolean => true,
    });

    new UpgradeRequests().listenOn(server, () => undefined);

    expect(server.shouldUpgradeCallback(asking('/livechat/agent/rtm/ws'))).toBe(true);
    expect(server.shouldUpgradeCallback(asking('/livechat/agent/action/list_chats'))).toBe(false);
  });

  it('are left to the application that imports this module, when it listens for its own', async () => {
    const gateway = await startGateway();
    gateway.app.getHttpServer().on('upgrade', ({ url }: IncomingMessage, socket) => {
      if (url === '/mine') socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\nmine');
    });
    const connection = await RawConnection.to(gateway.port);

    const headers = Object.entries({ ...HANDSHAKE, host: 'x' });
    connection.send(`GET /mine HTTP/1.1\r\n${headers.map((pair) => `${pair.join(': ')}\r\n`).join('')}\r\n`);

    expect(await connection.untilClosed()).toMatch(/^HTTP\/1\.1 101[^]*mine$/);
  });
});
