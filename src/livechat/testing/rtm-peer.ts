import type { IncomingMessage } from 'node:http';
import { type ClientOptions, type RawData, WebSocket, WebSocketServer } from 'ws';

import { closeAfterTest } from '../../../test/support/opened.js';
import { answerTo, bytesOf, openRequest } from './open-request.js';
import { until } from './until.js';
import type { Upstream } from './upstream.js';

interface SeenFrame {
  readonly text: string;
  readonly bytes: Buffer;
  readonly isBinary: boolean;
}

/** One end of a WebSocket, that remembers what it heard. */
export class RtmPeer {
  readonly frames: SeenFrame[] = [];
  readonly pings: string[] = [];
  ending: { code: number; reason: string } | undefined;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: RawData, isBinary: boolean) => {
      const bytes = data as Buffer;
      this.frames.push({ text: bytes.toString(), bytes, isBinary });
    });
    socket.on('ping', (data: Buffer) => this.pings.push(data.toString()));
    socket.on('error', () => undefined);
    socket.on('close', (code: number, reason: Buffer) => {
      this.ending = { code, reason: reason.toString() };
    });
  }

  get texts(): string[] {
    return this.frames.map(({ text }) => text);
  }

  say(request: object): void {
    this.socket.send(JSON.stringify(request));
  }

  /** What it heard, once it is so much. */
  async heard(count: number): Promise<string[]> {
    await until(() => this.frames.length >= count);
    return this.texts;
  }

  /** The JSON of the last frame, once there are so many. */
  async heardJson(count: number): Promise<Record<string, unknown>> {
    return JSON.parse((await this.heard(count))[count - 1] ?? '') as Record<string, unknown>;
  }

  async ended(): Promise<RtmPeer['ending']> {
    await until(() => this.ending !== undefined);
    return this.ending;
  }
}

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

const KEY = { authorization: 'Bearer northwind' };

/** A caller whose WebSocket has been accepted. */
export async function openRtm(
  url: string,
  { protocols, ...options }: ClientOptions & { protocols?: string[] } = {},
): Promise<RtmPeer> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), protocols, {
    perMessageDeflate: false,
    ...options,
    headers: { ...KEY, ...options.headers },
  });
  closeAfterTest(() => {
    socket.terminate();
  });
  const peer = new RtmPeer(socket);
  await until(() => socket.readyState !== WebSocket.CONNECTING);
  if (socket.readyState !== WebSocket.OPEN) throw new Error('The WebSocket was refused');
  return peer;
}

export const HANDSHAKE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-version': '13',
};

/** The answer to a handshake that is not accepted. */
export async function refusedRtm(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number | undefined; headers: IncomingMessage['headers']; text: string }> {
  const opened = openRequest(url, 'GET', { ...HANDSHAKE, ...headers }).end();
  const answer = await answerTo(opened);
  return { status: answer.statusCode, headers: answer.headers, text: (await bytesOf(answer)).toString() };
}
