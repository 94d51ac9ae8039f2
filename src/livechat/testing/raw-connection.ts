import { connect, type Socket } from 'node:net';

import { closeAfterTest } from '../../../test/support/opened.js';

/** A TCP connection that says exactly what it is told, malformed or not. */
export class RawConnection {
  private received = '';

  private constructor(readonly socket: Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.received += text;
    });
    socket.on('error', () => undefined); // a reset is one way to be refused
  }

  static to(port: number): Promise<RawConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        resolve(new RawConnection(socket));
      });
      socket.once('error', reject);
      closeAfterTest(() => {
        socket.destroy();
      });
    });
  }

  send(text: string): this {
    this.socket.write(text, 'latin1');
    return this;
  }

  /** All that was received once it matches, or once the other side has closed. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.received) && !this.socket.closed) {
      await new Promise<void>((resolve) => {
        const goOn = () => {
          this.socket.off('data', goOn).off('close', goOn);
          resolve();
        };
        this.socket.on('data', goOn).on('close', goOn);
      });
    }
    return this.received;
  }

  untilClosed(): Promise<string> {
    return this.until(/(?!)/);
  }
}

/** One request on a connection of its own, its lines ended as HTTP wants; everything that came back. */
export async function sayRaw(port: number, lines: readonly string[], body = ''): Promise<string> {
  const connection = await RawConnection.to(port);
  return connection.send(`${lines.join('\r\n')}\r\n\r\n${body}`).untilClosed();
}
