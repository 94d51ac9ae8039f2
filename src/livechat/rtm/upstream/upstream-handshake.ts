import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';

import type { Clock } from '../../../foundation/index.js';
import { UpstreamTimeout } from '../../errors/upstream-timeout.js';
import type { HeldAnswer } from '../../gateway/held-answer.js';
import { refusedHandshake } from './refused-handshake.js';

/** A WebSocket to LiveChat, open but not read yet. */
export interface UpstreamSocket {
  readonly socket: WebSocket;
  /** Of the 101. */
  readonly headers: IncomingMessage['headers'];
}

export interface HandshakeOptions {
  readonly url: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly timeoutMs: number;
  readonly maxMessageBytes: number;
}

/** One attempt to open a WebSocket at LiveChat. */
export class UpstreamHandshake {
  /** The open connection, or what LiveChat answered instead. Rejects when there is no answer. */
  readonly outcome: Promise<UpstreamSocket | HeldAnswer>;
  private readonly socket: WebSocket;
  private reject!: (reason: unknown) => void;

  constructor({ url, headers, timeoutMs, maxMessageBytes }: HandshakeOptions, clock: Clock) {
    this.socket = new WebSocket(url, {
      headers: namedHeaders(headers),
      followRedirects: false,
      perMessageDeflate: false,
      maxPayload: maxMessageBytes,
      rejectUnauthorized: true, // said aloud: NODE_TLS_REJECT_UNAUTHORIZED must not switch it off
    });
    const stopWaiting = clock.after(timeoutMs, () => {
      this.stop(new UpstreamTimeout({ cause: new Error('LiveChat did not answer the handshake') }));
    });
    this.outcome = this.listen().finally(stopWaiting);
  }

  /** Gives up. */
  stop(reason: Error): void {
    this.reject(reason);
    this.socket.terminate();
  }

  private listen(): Promise<UpstreamSocket | HeldAnswer> {
    return new Promise((resolve, reject) => {
      this.reject = reject;
      let headers: IncomingMessage['headers'] = {};
      const { socket } = this;
      socket
        .on('error', reject)
        .once('upgrade', (response) => {
          ({ headers } = response);
        })
        .once('open', () => {
          socket.pause(); // at once: a frame may have come with the answer
          resolve({ socket, headers });
        })
        .once('unexpected-response', (request, response) => {
          void refusedHandshake(response)
            .then(resolve, reject)
            .finally(() => request.destroy());
        });
    });
  }
}

/** Repeated ones as they came. */
function namedHeaders(pairs: readonly string[]): Record<string, string[]> {
  const named = new Map<string, string[]>();
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    const name = (pairs[at] ?? '').toLowerCase();
    named.set(name, [...(named.get(name) ?? []), pairs[at + 1] ?? '']);
  }
  return Object.fromEntries(named);
}
